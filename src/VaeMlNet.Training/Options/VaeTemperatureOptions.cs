namespace VaeMlNet;

/// <summary>
/// How the temperature of Gumbel-Softmax latents falls: max(Minimum, exp(-DecayPerStep * step)) (Jang et al. 2017,
/// sec. 4). High temperatures give smooth samples with gradients of low variance, low ones nearly one-hot
/// samples. Without effect on Gaussian latents.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTemperatureOptions
{
    /// <summary>Gets the lowest temperature. Above 0 and at most 1. Default: 0.5 (Jang et al. 2017).</summary>
    public double Minimum { get; init; } = 0.5;

    /// <summary>
    /// Gets the rate of decay per training step. Finite and at least 0; 0 keeps the temperature at 1. Default: 1e-4
    /// (Jang et al. 2017 take 1e-5 and 1e-4), which reaches 0.5 after 6,931 steps.
    /// </summary>
    public double DecayPerStep { get; init; } = 1e-4;

    /// <summary>The temperature of a step, as a function of the clock.</summary>
    internal double At(TrainingClock clock) => Math.Max(Minimum, Math.Exp(-DecayPerStep * clock.Step));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Require(Minimum is > 0 and <= 1, $"{name}.{nameof(Minimum)}", Minimum, $"above 0 and at most 1");
        OptionRange.FiniteAtLeast(DecayPerStep, 0, $"{name}.{nameof(DecayPerStep)}");
    }
}
