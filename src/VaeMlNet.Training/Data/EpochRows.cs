namespace VaeMlNet;

/// <summary>The rows of one epoch in random order.</summary>
internal abstract class EpochRows : IDisposable
{
    /// <summary>Gives the next rows; tensors of the caller's dispose scope.</summary>
    /// <param name="count">The number of rows, at most as many as are left.</param>
    public abstract TrainingBatch Next(long count);

    /// <summary>Closes what was opened for reading.</summary>
    public virtual void Dispose() { }
}
