namespace VaeMlNet;

/// <summary>Options for noise on the encoder's input during training (a denoising VAE, Im et al. 2017).</summary>
/// <remarks>
/// The decoder still reconstructs the clean row, so that small disturbances do not change the latents. Evaluation and exported
/// models add no noise. Thread safety: immutable.
/// </remarks>
public sealed record VaeInputNoiseOptions
{
    /// <summary>Gets the kind of noise.</summary>
    /// <value>Default: <see cref="VaeInputNoiseKind.None"/>.</value>
    public VaeInputNoiseKind Kind { get; init; } = VaeInputNoiseKind.None;

    /// <summary>
    /// Gets the standard deviation of <see cref="VaeInputNoiseKind.Gaussian"/> in the features' unit, or the probability of
    /// <see cref="VaeInputNoiseKind.Masking"/>, or the largest probability of <see cref="VaeInputNoiseKind.HiddenCells"/>.
    /// </summary>
    /// <value>Default: 0.1. Range: finite and at least 0; below 1 for masking, at most 1 for hidden cells.</value>
    /// <remarks>
    /// Choose more if the latents react to small disturbances. Ignored if <see cref="Kind"/> is <see
    /// cref="VaeInputNoiseKind.None"/>.
    /// </remarks>
    public double Level { get; init; } = 0.1;

    /// <summary>
    /// Gets the weight of visible cells in the reconstruction term with <see cref="VaeInputNoiseKind.HiddenCells"/>. Hidden cells have the
    /// weight 1.
    /// </summary>
    /// <value>Default: 0.5. Range: finite and at least 0. Ignored for other kinds of noise.</value>
    public double VisibleWeight { get; init; } = 0.5;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(Kind, $"{name}.{nameof(Kind)}");
        OptionRange.FiniteAtLeast(Level, 0, $"{name}.{nameof(Level)}");
        OptionRange.FiniteAtLeast(VisibleWeight, 0, $"{name}.{nameof(VisibleWeight)}");
        OptionRange.Require(
            Kind != VaeInputNoiseKind.HiddenCells || Level <= 1,
            $"{name}.{nameof(Level)}",
            Level,
            $"at most 1, because it is a probability"
        );
        if (Kind == VaeInputNoiseKind.Masking)
        {
            OptionRange.Share(Level, $"{name}.{nameof(Level)}");
        }
    }
}
