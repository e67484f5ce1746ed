namespace VaeMlNet;

/// <summary>Options for the weight of the KL term in the loss, which prevent latents from collapsing to the prior early in training.</summary>
/// <remarks>The full weight is <see cref="VaeTrainerOptions.Beta"/>. Thread safety: immutable.</remarks>
public sealed record VaeKlOptions
{
    /// <summary>Gets how the weight rises to its full value.</summary>
    /// <value>Default: <see cref="VaeKlWarmUp.None"/>, the full weight from the first step.</value>
    /// <remarks>Choose a warm-up if most latents are inactive after training.</remarks>
    public VaeKlWarmUp WarmUp { get; init; } = VaeKlWarmUp.None;

    /// <summary>Gets the number of epochs in which the weight rises.</summary>
    /// <value>Default: 10. Range: 1 and up.</value>
    /// <remarks>Ignored unless <see cref="WarmUp"/> is <see cref="VaeKlWarmUp.Linear"/>.</remarks>
    public int WarmUpEpochs { get; init; } = 10;

    /// <summary>Gets the number of cycles in the whole training.</summary>
    /// <value>Default: 4 (Fu et al. 2019, sec. 4.1). Range: 1 and up.</value>
    /// <remarks>Ignored unless <see cref="WarmUp"/> is <see cref="VaeKlWarmUp.Cyclical"/>.</remarks>
    public int CycleCount { get; init; } = 4;

    /// <summary>Gets the share of a cycle in which the weight rises.</summary>
    /// <value>Default: 0.5 (Fu et al. 2019, sec. 4.1). Range: above 0, at most 1.</value>
    /// <remarks>Ignored unless <see cref="WarmUp"/> is <see cref="VaeKlWarmUp.Cyclical"/>.</remarks>
    public double CycleRise { get; init; } = 0.5;

    /// <summary>
    /// Gets the KL divergence in nats that each latent may have without increasing the loss, which contains max(FreeBits, mean
    /// KL of the latent over the batch) (Kingma et al. 2016, eq. 15, with groups of one latent).
    /// </summary>
    /// <value>Default: 0. Range: finite and at least 0.</value>
    /// <remarks>
    /// Choose more than 0 if most latents are inactive after training. The reported KL divergence does not include it.
    /// </remarks>
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
