namespace VaeMlNet;

/// <summary>Latents to decode. Any row can be read at any time.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class LatentRows(long count)
{
    public long Count { get; } = count;

    /// <summary>Writes one row, float32 [L].</summary>
    public abstract void Read(long row, Span<float> z);
}
