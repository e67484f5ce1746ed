using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>The label column of ML.NET data, after checking it and computing its statistics.</summary>
internal sealed class LabelSource
{
    private const double ShareOfFew = 0.1;

    private readonly VaeLabelOptions options;
    private bool marksAll;

    private LabelSource(VaeLabelOptions options, TableColumn column)
    {
        this.options = options;
        Column = column;
    }

    public TableColumn Column { get; }

    /// <summary>Gets whether the labels mark known anomalies, which are not training rows.</summary>
    public bool MarksAnomalies => options is KnownAnomalyLabelOptions;

    /// <summary>Gets whether the rows that are known to be normal are few, as by <see cref="AreFew"/>.</summary>
    public bool MarksFewAsNormal { get; private set; }

    /// <summary>
    /// Returns whether rows that are known to be normal are few, such as the answers of a person. Then all of them are learned from, and none is held
    /// out.
    /// </summary>
    /// <param name="knownNormal">The number of these rows.</param>
    /// <param name="rowCount">The number of rows that are no known anomalies.</param>
    public static bool AreFew(long knownNormal, long rowCount) => knownNormal <= ShareOfFew * rowCount;

    /// <summary>Reads all rows once if the options name a label column; returns null otherwise.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, a number is infinite, or a value is no label.</exception>
    public static LabelSource? Read(VaeTrainerOptions options, IDataView data, CancellationToken cancellationToken)
    {
        if (options.Labels is not { ColumnName: var name } labels)
        {
            return null;
        }

        RawTable raw = new(data.Schema, [name]);
        if (labels is KnownAnomalyLabelOptions)
        {
            LabelSource marks = new(labels, raw.Columns[0].Describe());
            marks.ReadMarks(data, raw, cancellationToken);
            return marks;
        }

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

    /// <summary>Checks the column before rows are read.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="schema">The columns of the training data.</param>
    /// <param name="others">The columns that the model explains.</param>
    /// <param name="role">The use of the column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, unsuitable, or also one that the model reads.</exception>
    public static void Check(
        VaeTrainerOptions options,
        DataViewSchema schema,
        IReadOnlyList<string> others,
        ColumnRole role
    )
    {
        CheckDiffers(options, others);
        if (options.Labels is { ColumnName: var name } labels)
        {
            var type = ColumnChecks.Find(schema, name, role).Type;
            CheckType(labels, role, type, type.ToString()!, IsKind(type, labels));
            CheckCategories(new RawTable(schema, [name]).Columns[0], labels, role);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The column is also one that the model reads.</exception>
    public static void CheckDiffers(VaeTrainerOptions options, IReadOnlyList<string> others)
    {
        if (options.Labels is { ColumnName: var name } && others.Concat(options.ConditionColumns ?? []).Contains(name))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"Column '{name}' is both the label and a column that the model reads. Name it in VaeTrainerOptions.Labels only."
            );
        }
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

    /// <summary>Checks that there are rows to learn from.</summary>
    /// <exception cref="InvalidOperationException">All rows are known anomalies.</exception>
    public void CheckHasOthers()
    {
        if (marksAll)
        {
            throw new InvalidOperationException(
                $"Every row is a known anomaly in {ColumnRole.Label.Of(Column.Name)}, but a detector learns from the other rows. Add rows that are not marked, or check that the marks are not reversed."
            );
        }
    }

    /// <summary>Finds the column in data; null if the data does not have it.</summary>
    public RawTable? FindIn(DataViewSchema schema) =>
        schema.GetColumnOrNull(Column.Name) is null ? null : new(schema, [Column.Name]);

    /// <summary>Returns a function that reads the label of a cursor's current row; NaN for none.</summary>
    /// <exception cref="InvalidOperationException">Thrown by the function: the number is not a label.</exception>
    public Func<long, float> NewReader(DataViewRow row, RawTable column)
    {
        var read = column.NewReader(row);
        var slot = new float[1];
        var keys = MarksAnomalies ? column.Columns[0].Describe().KeyValues : null;
        var marks = keys is null ? null : Marks(keys);
        return rowIndex =>
        {
            read(slot, rowIndex);
            return !MarksAnomalies ? slot[0]
                : marks is null ? Mark(slot[0], rowIndex)
                : float.IsNaN(slot[0]) ? 0
                : marks[(int)slot[0] - 1] is { } isAnomaly ? (isAnomaly ? 1 : 0)
                : throw new VaeRowException(
                    $"Row {rowIndex} of label column '{Column.Name}' is '{keys![(int)slot[0] - 1]}', but must be {TruthTexts.Expected}, or missing. Rows count from 0.",
                    rowIndex,
                    Column.Name
                );
        };
    }

    private float Mark(float value, long rowIndex) =>
        value == -1 ? (Column.Kind == TableColumnKind.Boolean ? 0 : -1)
        : value is 0 or 1 or float.NaN ? value
        : throw new VaeRowException(
            $"Row {rowIndex} of label column '{Column.Name}' is {value}, but must be 1 for a known anomaly, -1 for a row that is known to be normal, or 0 or NaN for other rows. Rows count from 0.",
            rowIndex,
            Column.Name
        );

    /// <summary>Reads all marks, so that a wrong one is found before training begins.</summary>
    private void ReadMarks(IDataView data, RawTable column, CancellationToken cancellationToken)
    {
        using var cursor = data.GetRowCursor(column.Columns.Select(raw => raw.Column));
        var read = NewReader(cursor, column);
        var (knownNormal, knownAnomalies, rowCount) = (0L, 0L, 0L);
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mark = read(cursor.Position);
            knownNormal += mark == -1 ? 1 : 0;
            knownAnomalies += mark == 1 ? 1 : 0;
            rowCount += mark == 1 ? 0 : 1;
        }

        marksAll = rowCount == 0 && knownAnomalies > 0;
        MarksFewAsNormal = AreFew(knownNormal, rowCount);
    }

    /// <summary>Creates the error for data without any label.</summary>
    public static InvalidOperationException NoLabels(VaeLabelOptions options) =>
        new(
            options is KnownAnomalyLabelOptions
                ? $"No training row is a known anomaly in label column '{options.ColumnName}'. Mark at least one with true or 1, or set VaeTrainerOptions.Labels to null."
                : $"No training row has a label in column '{options.ColumnName}'. Label at least one row, or set VaeTrainerOptions.Labels to null."
        );

    /// <summary>Returns whether each key value marks an anomaly, as in columns that the command line reads; null for other texts.</summary>
    private static bool?[] Marks(IEnumerable<string> keyValues) =>
        [.. keyValues.Select(value => TruthTexts.Read(value))];

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

    /// <summary>Checks a column of a shape, which contains no number of categories.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has a type that labels cannot have.</exception>
    public static void CheckShape(SchemaShape.Column column, VaeLabelOptions labels)
    {
        var type = StepInput.TypeOf(column);
        CheckType(labels, ColumnRole.Label, type, StepInput.Describe(column), IsKind(type, labels));
    }

    private static bool IsKind(DataViewType type, VaeLabelOptions labels) =>
        type is not VectorDataViewType
        && RawColumn.KindOf(type) is { } kind
        && (kind != TableColumnKind.Number || labels is KnownAnomalyLabelOptions);

    private static void CheckCategories(RawColumn column, VaeLabelOptions labels, ColumnRole role) =>
        CheckType(
            labels,
            role,
            column.Column.Type,
            column.Column.Type.ToString()!,
            column.Kind != TableColumnKind.Key
                || (
                    labels is KnownAnomalyLabelOptions
                        ? column.Describe().KeyValues is { } values && Marks(values).Contains(true)
                        : column.CategoryCount > 1
                )
        );

    private static void CheckType(
        VaeLabelOptions labels,
        ColumnRole role,
        DataViewType type,
        string described,
        bool isSuitable
    )
    {
        if (!isSuitable)
        {
            throw ColumnChecks.Unsuitable(
                labels.ColumnName,
                role,
                described,
                labels is KnownAnomalyLabelOptions
                    ? "must be Boolean, Single, or a key with a value that means yes: true, yes, y, t, on or 1"
                    : "must be Boolean, or a key of at least 2 categories",
                Advise(type, labels)
            );
        }
    }

    private static string Advise(DataViewType type, VaeLabelOptions labels) =>
        type switch
        {
            KeyDataViewType when RawColumn.KindOf(type) is null => RawColumn.AdviseKey(type)!,
            NumberDataViewType when labels is KnownAnomalyLabelOptions => "Convert it with Conversion.ConvertType.",
            NumberDataViewType or TextDataViewType => "Convert it with Conversion.MapValueToKey.",
            VectorDataViewType => "Name a column with one value in each row.",
            _ => "Name another column.",
        };
}
