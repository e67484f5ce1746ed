namespace VaeMlNet;

/// <summary>Rows of a sample that are computed together.</summary>
/// <remarks>Used by one thread at a time. Disposing it does not close the sessions of the model.</remarks>
internal abstract class SampleBatch : IDisposable
{
    /// <summary>Computes rows of the sample.</summary>
    public abstract void Compute(long first, int count);

    public abstract RowValues Values(int column, int row);

    public abstract void Dispose();
}
