using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads the features of a row, followed by the raw slots of its conditions: [D + raw slots].</summary>
/// <param name="features">The features.</param>
/// <param name="conditions">The columns of conditions.</param>
internal sealed class ConditionedFeatures(RowFeatures features, RawTable conditions) : RowFeatures
{
    /// <inheritdoc />
    public override IReadOnlyList<DataViewSchema.Column> Columns { get; } =
    [.. features.Columns, .. conditions.Columns.Select(column => column.Column)];

    /// <inheritdoc />
    public override int Width => features.Width + conditions.Width;

    /// <inheritdoc />
    public override TableEncoder? Encoder => features.Encoder;

    /// <inheritdoc />
    public override int ConditionWidth => conditions.Width;

    /// <inheritdoc />
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

    private void CheckHasValues(ReadOnlySpan<float> slots, long rowIndex)
    {
        foreach (var column in conditions.Columns)
        {
            foreach (var cell in slots[..column.Width])
            {
                if (float.IsNaN(cell))
                {
                    throw new VaeRowException(
                        FormattableString.Invariant(
                            $"Row {rowIndex} has no value in condition column '{column.Column.Name}', but conditions are never missing. Remove such rows, or make a category of missing values. Rows count from 0."
                        )
                    )
                    {
                        Row = rowIndex,
                        ColumnName = column.Column.Name,
                    };
                }
            }

            slots = slots[column.Width..];
        }
    }
}
