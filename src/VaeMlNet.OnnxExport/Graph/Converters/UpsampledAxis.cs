namespace VaeMlNet.OnnxExport;

/// <summary>One spatial axis of an Upsample module.</summary>
/// <param name="InputSize">The size before upsampling.</param>
/// <param name="OutputSize">The size after upsampling.</param>
/// <param name="StatedFactor">The factor for computing positions; null to compute it from the sizes.</param>
internal sealed record UpsampledAxis(long InputSize, long OutputSize, double? StatedFactor)
{
    public bool IsIntegerFactor => OutputSize % InputSize == 0 && (StatedFactor ?? Ratio) == Ratio;

    /// <summary>
    /// Gets whether the nearest elements depend on the input's memory layout. For one layout, ATen copies or doubles an axis of
    /// the same or twice the size, whatever factor was stated (nearest_idx).
    /// </summary>
    public bool IsAmbiguousForNearest =>
        (OutputSize == InputSize || OutputSize == 2 * InputSize)
        && NearestSources().Where((source, i) => source != i * InputSize / OutputSize).Any();

    /// <summary>Gets whether the other axis and the version decide if cubic interpolation resamples this axis.</summary>
    public bool IsAmbiguousForCubic => OutputSize == InputSize && (StatedFactor ?? 1) != 1;

    /// <summary>Gets the factor for ONNX's Resize, which computes the new size as floor(size * factor) in float32.</summary>
    /// <remarks>
    /// Linear interpolation copies an axis whose size does not change, whatever factor was stated
    /// (compute_source_index_and_lambda).
    /// </remarks>
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
    /// Returns the source element of each output: min(floor(i * scale), last) in float32, as in ATen's
    /// nearest_neighbor_compute_source_index.
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
