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
    private VBuffer<float> numbers;

    public override bool Read(StepBatch batch, int row)
    {
        getter(ref numbers);
        Span<float> destination = batch.Input<float>(index, row);
        if (numbers.Length != destination.Length)
        {
            // LoadFromEnumerable takes arrays of any length for a column of known size.
            throw StepErrors.WrongLength(
                input.ColumnInMessages,
                source.Position,
                numbers.Length,
                NumberDataViewType.Single,
                destination.Length
            );
        }
        numbers.CopyTo(destination);
        return FindInfinite(destination) < 0;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        CheckFinite(input, batch.Input<float>(index, row), rowNumber);

    /// <exception cref="InvalidOperationException">A number is infinite.</exception>
    public static void CheckFinite(ColumnInput input, ReadOnlySpan<float> row, long rowNumber)
    {
        int slot = FindInfinite(row);
        if (slot >= 0)
        {
            throw ColumnErrors.Infinite(input, rowNumber, slot, row[slot]);
        }
    }

    private static int FindInfinite(ReadOnlySpan<float> row) =>
        row.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
}
