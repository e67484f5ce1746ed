namespace VaeMlNet;

/// <summary>Options for the weight of the KL term in the loss, which prevent latents from collapsing to the prior early in training.</summary>
/// <remarks>The full weight is <see cref="VaeTrainerOptions.Beta"/>. Thread safety: immutable.</remarks>
public sealed record VaeKlOptions
{
    /// <summary>Gets the number of epochs in which the weight rises linearly from 0 to its full value (Bowman et al. 2016, sec. 3.1).</summary>
    /// <value>Default: 0, the full weight from the first step. Range: 0 and up.</value>
    /// <remarks>Choose a warm-up, such as 10 epochs, if most latents are inactive after training.</remarks>
    public int WarmUpEpochs { get; init; }

    /// <summary>
    /// Gets the KL divergence in nats that each latent may have without increasing the loss, which contains max(FreeBits, mean
    /// KL of the latent over the batch) (Kingma et al. 2016, eq. 15, with groups of one latent).
    /// </summary>
    /// <value>Default: 0. Range: finite and at least 0.</value>
    /// <remarks>
    /// Choose more than 0 if most latents are inactive after training. The reported KL divergence does not include it.
    /// </remarks>
    public double FreeBits { get; init; }

    /// <summary>Returns the weight in a step.</summary>
    /// <param name="beta">The full weight.</param>
    /// <param name="clock">The step.</param>
    internal double WeightAt(double beta, TrainingClock clock) =>
        WarmUpEpochs == 0 ? beta : beta * Math.Min(1, (double)clock.Step / (WarmUpEpochs * clock.StepsPerEpoch));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.AtLeast(WarmUpEpochs, 0, $"{name}.{nameof(WarmUpEpochs)}");
        OptionRange.FiniteAtLeast(FreeBits, 0, $"{name}.{nameof(FreeBits)}");
    }
}
