using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>Finds the columns of a model in CSV files.</summary>
internal static class ModelTable
{
    private const string TextKeys = "text";

    /// <summary>Returns whether a model is a table model rather than a model of features.</summary>
    public static bool IsTable(VaeManifest manifest) => manifest.Inputs == VaeManifest.ColumnInputs;

    /// <summary>Returns the columns of a model, followed by its conditions. Features are one column.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="featureNames">The names of the features in the file. Default: null, those of the model.</param>
    public static CsvColumn[] Columns(VaeManifest manifest, IReadOnlyList<string>? featureNames = null) =>
        IsTable(manifest)
            ? Columns(AllColumns(manifest), manifest.TableSchema)
            : [CsvColumn.Features(manifest.Columns[0].Name, featureNames ?? FeatureNames(manifest.Columns[0]))];

    /// <summary>Checks that no columns are chosen for a model that finds its columns by name.</summary>
    /// <param name="choice">The columns.</param>
    /// <param name="model">The model.</param>
    /// <param name="label">The column of labels; null without one, or where the model may read it.</param>
    public static void CheckChoice(ColumnChoice choice, VaeModel model, string? label = null)
    {
        if (!IsTable(model.Manifest))
        {
            return;
        }

        string[] own =
        [
            .. model.Manifest.Series?.Channels ?? Columns(model.Manifest).SelectMany(column => column.CellNames),
        ];
        if (own.Contains(label))
        {
            throw new CommandException(
                $"Model '{model.Folder}' reads column '{label}', so it cannot be the label column. Name another column, or leave --label-column out."
            );
        }

        if (choice.Columns is not null || choice.Ignored.Intersect(own).Any())
        {
            throw new CommandException(
                $"Model '{model.Folder}' finds the columns of its training data by name and ignores other columns, so --columns, --ignore and "
                    + "--label-column cannot choose columns. Leave them out."
            );
        }
    }

    /// <summary>Returns the columns that a model explains, followed by its conditions, as its manifest describes them.</summary>
    public static IEnumerable<VaeColumn> AllColumns(VaeManifest manifest) =>
        manifest.Columns.Concat(manifest.ConditionColumns);

    /// <summary>Returns columns by the names they were trained under; the slots of a vector are <c>name.slot</c>.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="schema">The formats of their cells; null for plain numbers and unchanged texts.</param>
    public static CsvColumn[] Columns(IEnumerable<VaeColumn> columns, VaeTableSchema? schema)
    {
        CsvColumn[] all =
        [
            .. columns.Select(column => WithSchema(column, Column(column), schema?.Find(column.Name), schema)),
        ];
        return
        [
            // The dates that others are counted from are those that are written.
            .. all.Select(column =>
                Array.Find(all, other => other.Name == column.Since?.Name) is { } since
                    ? column with
                    {
                        Since = since,
                    }
                    : column
            ),
        ];
    }

    /// <summary>Combines the schema of a model with that of a file of another format.</summary>
    public static VaeTableSchema? SchemaFor(VaeManifest manifest, VaeTableSchema given)
    {
        var known = manifest.TableSchema?.Columns ?? [];
        var others = given.Columns.Where(column => manifest.TableSchema?.Find(column.Name) is null);
        return new VaeTableSchema
        {
            Columns =
            [
                .. known.Select(column =>
                    given.Find(column.Name) is { } own
                        ? own with
                        {
                            Kind = column.Kind,
                            Origin = column.Origin,
                            DateParts = column.DateParts,
                            DateStep = column.DateStep,
                            Since = column.Since,
                            DateFormat = own.DateFormat ?? column.DateFormat,
                        }
                        : column
                ),
                .. others,
            ],
        };
    }

    private static CsvColumn WithSchema(
        VaeColumn model,
        CsvColumn column,
        VaeColumnSchema? schema,
        VaeTableSchema? table
    ) =>
        schema?.Kind == VaeColumnKind.Date
        && CsvColumn.CreateDates(schema, table, model.Maximum) is var dates
        && dates.SlotNames.Count == model.Width
            ? dates with
            {
                TrainingRange = (float)(model.Maximum - model.Minimum),
            }
        : schema is null || schema.Kind == VaeColumnKind.Date ? column
        : column with
        {
            Schema = schema,
            HasNumericKeys =
                column.HasNumericKeys || CsvColumn.HasTruthNumbers(schema with { Values = column.KeyValues }),
        };

    private static CsvColumn Column(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.BooleanType => CsvColumn.Scalar(column.Name, CsvColumnKind.Boolean),
            VaeColumn.KeyType => CsvColumn.Scalar(column.Name, CsvColumnKind.Category, Keys(column)) with
            {
                HasNumericKeys = column.KeyValueType != TextKeys,
                HasKeyValues = column.KeyValues is not null,
            },
            _ when column.Width == 1 && column.SlotNames is null => CsvColumn.Scalar(column.Name, CsvColumnKind.Number),
            _ => new CsvColumn(column.Name, CsvColumnKind.Number, Slots(column), []) { IsVector = true },
        };

    private static IReadOnlyList<string> FeatureNames(VaeColumn column) =>
        column.Width == 1
            ? [column.Name]
            :
            [
                .. Enumerable
                    .Range(0, column.Width)
                    .Select(slot => FormattableString.Invariant($"{column.Name}_{slot}")),
            ];

    // Without values, the text of a key is its number.
    private static IReadOnlyList<string> Keys(VaeColumn column) =>
        column.KeyValues
        ?? [.. Enumerable.Range(1, column.KeyCount!.Value).Select(k => k.ToString(CultureInfo.InvariantCulture))];

    private static IReadOnlyList<string> Slots(VaeColumn column) =>
        [
            .. Enumerable
                .Range(0, column.Width)
                .Select(slot =>
                    column.SlotNames?[slot] is { Length: > 0 } name ? name : slot.ToString(CultureInfo.InvariantCulture)
                )
                .Select(slot => $"{column.Name}.{slot}"),
        ];
}
