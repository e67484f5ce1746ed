using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads a column of vectors of numbers, dense or sparse. NaN is a missing cell.</summary>
internal sealed class NumbersReader(
    ColumnInput input,
    int index,
    DataViewRow source,
    ValueGetter<VBuffer<float>> getter
) : VectorReader<float>(index, source, getter, input.ColumnInMessages, NumberDataViewType.Single)
{
    protected override bool Copy(ReadOnlySpan<float> cells, Span<float> destination) =>
        base.Copy(cells, destination) && SlotGroup.FindRefusedCell(input.Values, cells) < 0;

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        CheckAllowed(input, batch.Input<float>(Index, row), rowNumber);

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

/// <summary>Reads a scalar column of numbers. NaN is a missing cell.</summary>
internal sealed class NumberReader(ColumnInput input, int index, ValueGetter<float> getter) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        var cell = batch.Input<float>(index, row);
        getter(ref cell[0]);
        return SlotGroup.FindRefusedCell(input.Values, cell) < 0;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        NumbersReader.CheckAllowed(input, batch.Input<float>(index, row), rowNumber);
}

/// <summary>Replaces the reader of a column that the data lacks: every cell is missing.</summary>
internal sealed class MissingReader<T>(int index, T missing) : InputReader
    where T : struct
{
    public override bool Read(StepBatch batch, int row)
    {
        batch.Input<T>(index, row).Fill(missing);
        return true;
    }
}
