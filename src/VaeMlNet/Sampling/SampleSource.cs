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

    /// <summary>Gets the number of latents of a row; 0 if the rows are not decoded from one latent.</summary>
    public virtual int LatentWidth => 0;

    /// <summary>Creates a batch that computes some of the columns. The caller must dispose it.</summary>
    public abstract SampleBatch CreateBatch(int[] columns, int capacity);

    /// <summary>Returns whether a column contains the latents.</summary>
    public virtual bool IsLatent(int column) => false;

    /// <summary>Reads the latents of a row, float32 [L].</summary>
    public virtual void ReadLatent(long row, Span<float> z) { }

    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public abstract void ThrowIfDisposed();
}
