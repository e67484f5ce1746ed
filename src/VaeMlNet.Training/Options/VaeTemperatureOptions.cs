namespace VaeMlNet;

/// <summary>
/// Options for the temperature of Gumbel-Softmax latents, which falls as max(Minimum, exp(-DecayPerStep * step)) (Jang et al. 2017,
/// sec. 4).
/// </summary>
/// <remarks>
/// High temperatures give smooth samples with gradients of low variance; low temperatures give nearly one-hot samples. Ignored
/// by Gaussian latents. Thread safety: immutable.
/// </remarks>
public sealed record VaeTemperatureOptions
{
    /// <summary>Gets the lowest temperature.</summary>
    /// <value>Default: 0.5 (Jang et al. 2017). Range: above 0, at most 1.</value>
    public double Minimum { get; init; } = 0.5;

    /// <summary>Gets the rate of decay per training step.</summary>
    /// <value>
    /// Default: 1e-4, which reaches 0.5 after 6,931 steps (Jang et al. 2017 use 1e-5 and 1e-4). Range: finite and at least 0. 0 keeps
    /// the temperature at 1.
    /// </value>
    public double DecayPerStep { get; init; } = 1e-4;

    /// <summary>Returns the temperature of a step.</summary>
    internal double At(TrainingClock clock) => Math.Max(Minimum, Math.Exp(-DecayPerStep * clock.Step));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Require(Minimum is > 0 and <= 1, $"{name}.{nameof(Minimum)}", Minimum, $"above 0 and at most 1");
        OptionRange.FiniteAtLeast(DecayPerStep, 0, $"{name}.{nameof(DecayPerStep)}");
    }
}
