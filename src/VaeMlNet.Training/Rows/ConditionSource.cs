using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The condition columns of ML.NET data, after checking them and computing their statistics.</summary>
internal sealed class ConditionSource
{
    private readonly IReadOnlyList<string> names;

    private ConditionSource(IReadOnlyList<string> names, Conditions? conditions)
    {
        this.names = names;
        Conditions = conditions;
    }

    /// <summary>Gets the conditions; null for a model without conditions.</summary>
    public Conditions? Conditions { get; }

    /// <summary>Gets the number of their raw slots.</summary>
    public int Width => Conditions?.RawWidth ?? 0;

    /// <summary>Reads all rows once if the options name conditions.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="data">The training data.</param>
    /// <param name="validationData">The validation data; null for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or unsuitable, or differs between the two data sets.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or a number is infinite.</exception>
    public static ConditionSource Read(
        VaeTrainerOptions options,
        IDataView data,
        IDataView? validationData,
        CancellationToken cancellationToken
    )
    {
        if (options.ConditionColumns is not { } names)
        {
            return new([], null);
        }

        var (table, _) = TableStatistics.Read(data, Find(data.Schema, names), hasSeenRanges: false, cancellationToken);
        if (validationData is not null)
        {
            Find(validationData.Schema, names).CheckIsLike(table.Columns);
        }

        return new(names, new Conditions { Columns = table.Columns });
    }

    /// <summary>Creates the source of a trained model.</summary>
    public static ConditionSource Of(Conditions? conditions) =>
        new([.. conditions?.Columns.Select(column => column.Name) ?? []], conditions);

    /// <summary>Refuses options with conditions for rows that have none.</summary>
    public static void CheckNone(VaeTrainerOptions options)
    {
        if (options.ConditionColumns is { } names)
        {
            throw new ArgumentException(
                $"VaeTrainerOptions.ConditionColumns names '{names[0]}', but a tensor has no columns. Pass an IDataView with the features and the conditions."
            );
        }
    }

    /// <summary>Returns features with the conditions behind them; the features themselves without conditions.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or differs from the training data.</exception>
    public RowFeatures AppendTo(RowFeatures features, DataViewSchema schema)
    {
        if (Conditions is null)
        {
            return features;
        }

        var raw = Find(schema, names);
        raw.CheckIsLike(Conditions.Columns);
        return new ConditionedFeatures(features, raw);
    }

    /// <summary>Checks the columns before rows are read.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="schema">The columns of the training data.</param>
    /// <param name="others">The other columns of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, unsuitable, or also a column to explain.</exception>
    public static void Check(VaeTrainerOptions options, DataViewSchema schema, IReadOnlyList<string> others)
    {
        CheckDiffer(options, others);
        _ = Find(schema, options.ConditionColumns ?? []);
    }

    private static RawTable Find(DataViewSchema schema, IReadOnlyList<string> names) =>
        new(schema, names, role: ColumnRole.Condition);

    /// <exception cref="ArgumentOutOfRangeException">A column is also a column to explain.</exception>
    public static void CheckDiffer(VaeTrainerOptions options, IReadOnlyList<string> others)
    {
        if (options.ConditionColumns?.FirstOrDefault(others.Contains) is { } both)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"Column '{both}' is both a condition and a column to explain. Name it in VaeTrainerOptions.ConditionColumns or in the columns of Fit, but not in both."
            );
        }
    }
}

/// <summary>Reads the features of a row, followed by the raw slots of its conditions: [D + raw slots].</summary>
internal sealed class ConditionedFeatures(RowFeatures features, RawTable conditions) : RowFeatures
{
    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. features.Columns, .. conditions.Columns.Select(column => column.Column)];

    public override int Width => features.Width + conditions.Width;

    public override TableEncoder? Encoder => features.Encoder;

    public override int ConditionWidth => conditions.Width;

    public override Action<Memory<float>, long> NewReader(DataViewRow row)
    {
        var (readFeatures, readConditions) = (features.NewReader(row), conditions.NewReader(row));
        return (slots, rowIndex) =>
        {
            readFeatures(slots[..features.Width], rowIndex);
            var own = slots[features.Width..];
            readConditions(own, rowIndex);
            CheckHasValues(own.Span, rowIndex);
        };
    }

    /// <summary>Creates the error for a row without the value of a condition.</summary>
    public static VaeRowException NoValue(string columnName, long rowIndex) =>
        new(
            $"Row {rowIndex} has no value in condition column '{columnName}', but conditions are never missing. Remove such rows, or make a category of missing values. Rows count from 0.",
            rowIndex,
            columnName
        )
        {
            Requirement = "conditions are never missing",
        };

    private void CheckHasValues(ReadOnlySpan<float> slots, long rowIndex)
    {
        foreach (var column in conditions.Columns)
        {
            if (slots[..column.Width].Contains(float.NaN))
            {
                throw NoValue(column.Column.Name, rowIndex);
            }

            slots = slots[column.Width..];
        }
    }
}
