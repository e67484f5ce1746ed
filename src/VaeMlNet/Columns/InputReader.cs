namespace VaeMlNet;

/// <summary>Reads an input column of the current row into a batch.</summary>
internal abstract class InputReader
{
    /// <returns>True where the graph may compute this row.</returns>
    /// <exception cref="InvalidOperationException">The row has another number of values than its schema says.</exception>
    public abstract bool Read(StepBatch batch, int row);

    /// <summary>Throws when the graph may not be asked for a row.</summary>
    /// <param name="batch">The batch that it was read into.</param>
    /// <param name="row">Its place there.</param>
    /// <param name="rowNumber">Its number in messages.</param>
    public abstract void Check(StepBatch batch, int row, long rowNumber);

    /// <inheritdoc cref="Read"/>
    public static bool ReadAll(InputReader[] readers, StepBatch batch, int row)
    {
        var isAllowed = true;
        foreach (var reader in readers)
        {
            isAllowed &= reader.Read(batch, row);
        }

        return isAllowed;
    }

    /// <inheritdoc cref="Check"/>
    public static void CheckAll(InputReader[] readers, StepBatch batch, int row, long rowNumber)
    {
        foreach (var reader in readers)
        {
            reader.Check(batch, row, rowNumber);
        }
    }
}
