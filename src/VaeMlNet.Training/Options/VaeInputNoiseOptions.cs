namespace VaeMlNet;

/// <summary>Options for noise on the encoder's input during training (a denoising VAE, Im et al. 2017).</summary>
/// <remarks>
/// The decoder still reconstructs the clean row, so that small disturbances do not change the latents. Evaluation and exported
/// models add no noise. Thread safety: immutable.
/// </remarks>
public sealed record VaeInputNoiseOptions
{
    /// <summary>Gets the kind of noise.</summary>
    /// <value>Default: <see cref="VaeInputNoise.None"/>.</value>
    public VaeInputNoise Kind { get; init; } = VaeInputNoise.None;

    /// <summary>
    /// Gets the standard deviation of <see cref="VaeInputNoise.Gaussian"/> in the features' unit, or the probability of
    /// <see cref="VaeInputNoise.Masking"/>.
    /// </summary>
    /// <value>Default: 0.1. Range: finite and at least 0; below 1 for masking.</value>
    /// <remarks>
    /// Choose more if the latents react to small disturbances. Ignored if <see cref="Kind"/> is <see
    /// cref="VaeInputNoise.None"/>.
    /// </remarks>
    public double Level { get; init; } = 0.1;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(Kind, $"{name}.{nameof(Kind)}");
        OptionRange.FiniteAtLeast(Level, 0, $"{name}.{nameof(Level)}");
        if (Kind == VaeInputNoise.Masking)
        {
            OptionRange.Share(Level, $"{name}.{nameof(Level)}");
        }
    }
}
