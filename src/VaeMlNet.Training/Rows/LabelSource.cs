using Microsoft.ML;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>The label column of ML.NET data, after checking it and computing its statistics.</summary>
internal sealed class LabelSource
{
    private readonly VaeLabelOptions options;

    private LabelSource(VaeLabelOptions options, TableColumn column)
    {
        this.options = options;
        Column = column;
    }

    public TableColumn Column { get; }

    /// <summary>Gets whether the labels mark known anomalies, which are not training rows.</summary>
    public bool MarksAnomalies => options is KnownAnomalyLabelOptions;

    /// <summary>Reads all rows once if the options name a label column; returns null otherwise.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or a number is infinite or no label.</exception>
    public static LabelSource? Read(
        VaeTrainerOptions options,
        IDataView data,
        IReadOnlyList<string> others,
        CancellationToken cancellationToken
    )
    {
        if (options.Labels is not { ColumnName: var name } labels)
        {
            return null;
        }

        if (others.Concat(options.ConditionColumns ?? []).Contains(name))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"Column '{name}' is both the label and a column that the model reads. Name it in VaeTrainerOptions.Labels only."
            );
        }

        var raw = Bind(name, data.Schema);
        CheckKind(raw.Columns[0], labels);
        var (table, _) = TableStatistics.Read(data, raw, hasSeenRanges: false, cancellationToken);
        var column = table.Columns[0];
        return new LabelSource(
            labels,
            labels is SemiSupervisedLabelOptions { HasUniformPrior: var isUniform }
                ? column with
                {
                    Shares = Prior(column, isUniform ? 0 : table.RowCount - column.MissingCounts[0]),
                }
                : column
        );
    }

    /// <summary>Refuses options with labels for rows that have no columns.</summary>
    public static void CheckNone(VaeTrainerOptions options)
    {
        if (options.Labels is { ColumnName: var name })
        {
            throw new ArgumentException(
                $"VaeTrainerOptions.Labels names '{name}', but a tensor has no columns. Pass an IDataView with the features and the labels."
            );
        }
    }

    /// <summary>Finds the column in data; null if the data does not have it.</summary>
    public RawTable? FindIn(DataViewSchema schema) =>
        schema.GetColumnOrNull(Column.Name) is null ? null : Bind(Column.Name, schema);

    /// <summary>Returns a function that reads the label of a cursor's current row; NaN for none.</summary>
    /// <exception cref="InvalidOperationException">Thrown by the function: the number is not a label.</exception>
    public Func<long, float> NewReader(DataViewRow row, RawTable column)
    {
        var read = column.NewReader(row);
        var slot = new float[1];
        var anomalyKey = MarksAnomalies ? AnomalyKey(column.Columns[0].Describe()) : null;
        return rowIndex =>
        {
            read(slot, rowIndex);
            return anomalyKey is { } key ? (slot[0] == key ? 1 : 0)
                : MarksAnomalies && slot[0] == -1 ? (Column.Kind == TableColumnKind.Boolean ? 0 : -1)
                : !MarksAnomalies || slot[0] is 0 or 1 or float.NaN ? slot[0]
                : throw new VaeRowException(
                    $"Row {rowIndex} of label column '{Column.Name}' is {slot[0]}, but must be 1 for a known anomaly, -1 for a row that is known to be normal, or 0 or NaN for other rows. Rows count from 0.",
                    rowIndex,
                    Column.Name
                );
        };
    }

    /// <summary>Creates the error for data without any label.</summary>
    public static InvalidOperationException NoLabels(VaeLabelOptions options) =>
        new(
            options is KnownAnomalyLabelOptions
                ? $"No training row is a known anomaly in label column '{options.ColumnName}'. Mark at least one with true or 1, or set VaeTrainerOptions.Labels to null."
                : $"No training row has a label in column '{options.ColumnName}'. Label at least one row, or set VaeTrainerOptions.Labels to null."
        );

    /// <summary>Returns the key that stands for yes, as in columns that the command line reads; null if there is none.</summary>
    private static int? AnomalyKey(TableColumn column) =>
        column.KeyValues?.Index().Where(value => TruthTexts.Read(value.Item) == true).ToArray() is [var value]
            ? value.Index + 1
            : null;

    /// <summary>Returns p(y): the share of each label, counted with one row more, so that none is 0.</summary>
    private static float[] Prior(TableColumn column, long rowCount)
    {
        var count = column.CategoryCount;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(label =>
                    (float)(((rowCount == 0 ? 0 : column.Shares[label] * rowCount) + 1) / (rowCount + count))
                ),
        ];
    }

    // The likelihood of numbers decides how they are standardized.
    private static RawTable Bind(string name, DataViewSchema schema) =>
        new(schema, [name], _ => GaussianLikelihoodOptions.ForTables);

    private static void CheckKind(RawColumn column, VaeLabelOptions labels)
    {
        var isSuitable =
            column.Width == 1
            && (
                labels is not SemiSupervisedLabelOptions
                || column.Kind == TableColumnKind.Boolean
                || column.CategoryCount > 1
            )
            && !column.Column.Type.ToString()!.StartsWith("Vector", StringComparison.Ordinal)
            && (
                labels is not KnownAnomalyLabelOptions
                || column.Kind != TableColumnKind.Key
                || AnomalyKey(column.Describe()) is not null
            );
        if (!isSuitable)
        {
            throw new ArgumentOutOfRangeException(
                nameof(labels),
                $"Label column '{column.Column.Name}' is {column.Column.Type}, but must be "
                    + (
                        labels is KnownAnomalyLabelOptions
                            ? "Boolean, Single, or a key with one value that means yes: true, yes, y, t, on or 1."
                            : "Boolean, or a key of at least 2 categories."
                    )
            );
        }
    }
}
