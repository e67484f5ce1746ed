namespace VaeMlNet;

/// <summary>Reads an input column of the current row into a batch.</summary>
internal abstract class InputReader
{
    /// <returns>True if the graph may compute this row.</returns>
    /// <exception cref="InvalidOperationException">The row has a different number of values than its schema says.</exception>
    public abstract bool Read(StepBatch batch, int row);

    /// <summary>Throws if the graph must not compute a row. By default, every value is allowed.</summary>
    public virtual void Check(StepBatch batch, int row, long rowNumber) { }

    public static bool ReadAll(InputReader[] readers, StepBatch batch, int row)
    {
        var isAllowed = true;
        foreach (var reader in readers)
        {
            isAllowed &= reader.Read(batch, row);
        }

        return isAllowed;
    }

    public static void CheckAll(InputReader[] readers, StepBatch batch, int row, long rowNumber)
    {
        foreach (var reader in readers)
        {
            reader.Check(batch, row, rowNumber);
        }
    }
}
