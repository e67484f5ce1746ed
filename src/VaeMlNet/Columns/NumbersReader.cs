using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a column of vectors of numbers, dense or sparse; NaN is a missing one.</summary>
internal sealed class NumbersReader(
    ColumnInput input,
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<float>> getter
) : InputReader
{
    private readonly VectorReader<float> numbers = new(
        index,
        source,
        getter,
        input.ColumnInMessages,
        NumberDataViewType.Single
    );

    public override bool Read(StepBatch batch, int row)
    {
        numbers.Read(batch, row);
        return FindInfinite(batch.Input<float>(index, row)) < 0;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        CheckFinite(input, batch.Input<float>(index, row), rowNumber);

    /// <exception cref="InvalidOperationException">A number is infinite.</exception>
    public static void CheckFinite(ColumnInput input, ReadOnlySpan<float> row, long rowNumber)
    {
        var slot = FindInfinite(row);
        if (slot >= 0)
        {
            throw ColumnErrors.Infinite(input, rowNumber, slot, row[slot]);
        }
    }

    private static int FindInfinite(ReadOnlySpan<float> row) =>
        row.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
}
