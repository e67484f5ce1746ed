namespace VaeMlNet;

/// <summary>Latents that rows are decoded from; any row can be asked for at any time.</summary>
/// <remarks>Immutable, hence thread-safe.</remarks>
internal abstract class LatentRows(long count)
{
    public long Count { get; } = count;

    /// <summary>Writes one row, float32 [L].</summary>
    public abstract void Read(long row, Span<float> z);
}
