using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads a scalar column of numbers. NaN is a missing cell.</summary>
internal sealed class NumberReader(ColumnInput input, int index, ValueGetter<float> getter) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        float value = 0;
        getter(ref value);
        batch.Input<float>(index, row)[0] = value;
        return SlotGroup.FindRefusedCell(input.Values, new(ref value)) < 0;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) =>
        NumbersReader.CheckAllowed(input, batch.Input<float>(index, row), rowNumber);
}
