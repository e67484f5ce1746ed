namespace VaeMlNet;

/// <summary>Reads a condition, which must be a finite number or a known category.</summary>
internal sealed class ConditionReader(ColumnInput input, int index, InputReader reader) : InputReader
{
    public override bool Read(StepBatch batch, int row) => reader.Read(batch, row) && IsKnown(batch, row);

    public override void Check(StepBatch batch, int row, long rowNumber)
    {
        reader.Check(batch, row, rowNumber);
        if (!IsKnown(batch, row))
        {
            throw ColumnErrors.UnknownCondition(
                input,
                rowNumber,
                input.IsKey ? batch.Input<uint>(index, row)[0] : null
            );
        }
    }

    private bool IsKnown(StepBatch batch, int row)
    {
        if (input.IsKey)
        {
            var key = batch.Input<uint>(index, row)[0];
            return key >= 1 && key <= input.KeyCount;
        }

        foreach (var number in batch.Input<float>(index, row))
        {
            if (!float.IsFinite(number))
            {
                return false;
            }
        }

        return true;
    }
}
