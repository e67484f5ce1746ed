using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a column of vectors of numbers, dense or sparse. NaN is a missing cell.</summary>
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
        var cells = numbers.GetValues(batch, row, out var destination);
        cells.CopyTo(destination);
        return SlotGroup.FindRefusedCell(input.Values, cells) < 0;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        CheckAllowed(input, batch.Input<float>(index, row), rowNumber);

    /// <exception cref="InvalidOperationException">The likelihood of the column does not allow a number.</exception>
    public static void CheckAllowed(ColumnInput input, ReadOnlySpan<float> row, long rowNumber)
    {
        var slot = SlotGroup.FindRefusedCell(input.Values, row);
        if (slot >= 0)
        {
            throw ColumnErrors.Refused(input, rowNumber, slot, row[slot]);
        }
    }
}
