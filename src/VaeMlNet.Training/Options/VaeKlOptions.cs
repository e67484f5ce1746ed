namespace VaeMlNet;

/// <summary>
/// How the KL term enters the loss: means against latents that collapse to the prior early in training and never
/// recover. Its full weight is <see cref="VaeTrainerOptions.Beta"/>.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeKlOptions
{
    /// <summary>Gets how the weight reaches its full value. Default: <see cref="VaeKlWarmUp.None"/>.</summary>
    public VaeKlWarmUp WarmUp { get; init; } = VaeKlWarmUp.None;

    /// <summary>Gets the epochs that <see cref="VaeKlWarmUp.Linear"/> takes. At least 1. Default: 10.</summary>
    public int WarmUpEpochs { get; init; } = 10;

    /// <summary>
    /// Gets the number of cycles of <see cref="VaeKlWarmUp.Cyclical"/> in the whole training. At least 1. Default: 4
    /// (Fu et al. 2019, sec. 4.1).
    /// </summary>
    public int CycleCount { get; init; } = 4;

    /// <summary>
    /// Gets the share of a cycle of <see cref="VaeKlWarmUp.Cyclical"/> in which the weight rises. Above 0 and at most 1.
    /// Default: 0.5 (Fu et al. 2019, sec. 4.1).
    /// </summary>
    public double CycleRise { get; init; } = 0.5;

    /// <summary>
    /// Gets the nats that each latent may carry without being pressed towards the prior: the loss takes
    /// max(FreeBits, mean KL of the latent over the batch) (Kingma et al. 2016, eq. 15, with groups of one latent).
    /// Finite and at least 0. Default: 0. Reported KL is without it.
    /// </summary>
    public double FreeBits { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(WarmUp, $"{name}.{nameof(WarmUp)}");
        OptionRange.AtLeast(WarmUpEpochs, 1, $"{name}.{nameof(WarmUpEpochs)}");
        OptionRange.AtLeast(CycleCount, 1, $"{name}.{nameof(CycleCount)}");
        OptionRange.Require(
            CycleRise is > 0 and <= 1,
            $"{name}.{nameof(CycleRise)}",
            CycleRise,
            $"above 0 and at most 1"
        );
        OptionRange.FiniteAtLeast(FreeBits, 0, $"{name}.{nameof(FreeBits)}");
    }
}
