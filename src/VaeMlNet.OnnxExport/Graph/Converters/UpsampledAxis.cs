namespace VaeMlNet.OnnxExport;

/// <summary>One spatial axis of an Upsample module.</summary>
/// <param name="InputSize">Its size before.</param>
/// <param name="OutputSize">Its size after.</param>
/// <param name="StatedFactor">The factor to compute positions with; null to take it from the sizes.</param>
internal sealed record UpsampledAxis(long InputSize, long OutputSize, double? StatedFactor)
{
    public bool IsIntegerFactor => OutputSize % InputSize == 0 && (StatedFactor ?? Ratio) == Ratio;

    /// <summary>
    /// Whether the nearest elements depend on the input's memory layout: for one layout ATen takes the same and twice the
    /// size for factors of 1 and 2, whatever was stated (nearest_idx).
    /// </summary>
    public bool IsAmbiguousForNearest =>
        (OutputSize == InputSize || OutputSize == 2 * InputSize)
        && NearestSources().Where((source, i) => source != i * InputSize / OutputSize).Any();

    /// <summary>
    /// Gets a value indicating that it depends on the other axis and on the version whether cubic interpolation resamples this
    /// axis.
    /// </summary>
    public bool IsAmbiguousForCubic => OutputSize == InputSize && (StatedFactor ?? 1) != 1;

    /// <summary>The factor for ONNX's Resize, which takes floor(size * factor) in float32 for the new size.</summary>
    /// <remarks>Linear interpolation copies an axis that keeps its size, whatever was stated (compute_source_index_and_lambda).</remarks>
    public float Factor
    {
        get
        {
            var factor = OutputSize == InputSize ? 1 : (float)(StatedFactor ?? Ratio);
            while (MathF.Floor(InputSize * factor) < OutputSize)
            {
                factor = MathF.BitIncrement(factor);
            }

            while (MathF.Floor(InputSize * factor) > OutputSize)
            {
                factor = MathF.BitDecrement(factor);
            }

            return factor;
        }
    }

    private double Ratio => OutputSize / (double)InputSize;

    /// <summary>
    /// The element that each output takes: min(floor(i * scale), last) in float32, as ATen's
    /// nearest_neighbor_compute_source_index does.
    /// </summary>
    public long[] NearestSources()
    {
        var scale = StatedFactor is { } factor ? (float)(1 / factor) : InputSize / (float)OutputSize;
        return
        [
            .. Enumerable.Range(0, (int)OutputSize).Select(i => Math.Min((long)MathF.Floor(i * scale), InputSize - 1)),
        ];
    }
}
