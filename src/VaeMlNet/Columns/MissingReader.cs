namespace VaeMlNet;

/// <summary>Replaces the reader of a column that the data lacks: every cell is missing.</summary>
internal sealed class MissingReader<T>(int index, T missing) : InputReader
    where T : struct
{
    public override bool Read(StepBatch batch, int row)
    {
        batch.Input<T>(index, row).Fill(missing);
        return true;
    }

    public override void Check(StepBatch batch, int row, long rowNumber) { }
}
