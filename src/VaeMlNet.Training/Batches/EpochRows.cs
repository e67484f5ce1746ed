namespace VaeMlNet;

/// <summary>The rows of one epoch in random order.</summary>
internal abstract class EpochRows : IDisposable
{
    /// <summary>Returns the next rows. The tensors belong to the caller's dispose scope.</summary>
    /// <param name="count">The number of rows, at most the number of remaining rows.</param>
    public abstract TrainingBatch Next(long count);

    /// <summary>Closes the reader, if there is one.</summary>
    public virtual void Dispose() { }
}
