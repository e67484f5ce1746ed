namespace VaeMlNet;

/// <summary>The source of a sample's rows. Any batch of them can be computed at any time. Immutable.</summary>
internal abstract class SampleSource
{
    /// <summary>Gets the number of rows.</summary>
    public abstract long Count { get; }

    /// <summary>Gets the columns of the rows.</summary>
    public abstract IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Gets the number of rows that are computed together.</summary>
    public abstract int BatchSize { get; }

    /// <summary>Creates a batch that computes some of the columns. The caller must dispose it.</summary>
    public abstract SampleBatch CreateBatch(int[] columns, int capacity);

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public abstract void ThrowIfDisposed();
}
