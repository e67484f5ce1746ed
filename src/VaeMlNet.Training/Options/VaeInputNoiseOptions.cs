namespace VaeMlNet;

/// <summary>
/// Noise on the encoder's input in training; the decoder still has to explain the clean row (a denoising VAE, Im et
/// al. 2017). Makes latents that small disturbances do not move. Evaluation and exported models add none.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeInputNoiseOptions
{
    /// <summary>Gets the kind. Default: <see cref="VaeInputNoise.None"/>.</summary>
    public VaeInputNoise Kind { get; init; } = VaeInputNoise.None;

    /// <summary>
    /// Gets the standard deviation of <see cref="VaeInputNoise.Gaussian"/> in the features' unit, finite and at least 0,
    /// or the probability of <see cref="VaeInputNoise.Masking"/>, at least 0 and below 1. Default: 0.1.
    /// </summary>
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
