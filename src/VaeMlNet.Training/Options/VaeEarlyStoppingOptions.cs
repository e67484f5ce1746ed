namespace VaeMlNet;

/// <summary>Options for early stopping: training can stop before the last epoch.</summary>
/// <remarks>
/// The model gets the weights of its best epoch, which has the lowest validation loss. Early stopping needs validation rows.
/// The loss is Reconstruction + <see cref="VaeTrainerOptions.Beta"/> * Kl on these rows, regardless of the weight of KL in that
/// epoch. Thread safety: immutable.
/// </remarks>
public sealed record VaeEarlyStoppingOptions
{
    /// <summary>Gets the number of consecutive epochs without improvement after which training stops.</summary>
    /// <value>Default: 5. Range: 1 and up.</value>
    public int Patience { get; init; } = 5;

    /// <summary>Gets the smallest decrease of the loss, in nats per row, that counts as an improvement.</summary>
    /// <value>Default: 0. Range: finite and at least 0.</value>
    /// <remarks>
    /// The decrease is measured from the epoch of the last improvement, so that several small decreases together count as one. Choose more
    /// than 0 to stop when the loss falls only slowly.
    /// </remarks>
    public double MinimumImprovement { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.AtLeast(Patience, 1, $"{name}.{nameof(Patience)}");
        OptionRange.FiniteAtLeast(MinimumImprovement, 0, $"{name}.{nameof(MinimumImprovement)}");
    }

    /// <summary>Returns whether the number of last epochs without improvement has reached <see cref="Patience"/>.</summary>
    internal bool ShouldStop(IReadOnlyList<VaeEpoch> history, double beta)
    {
        var reference = double.PositiveInfinity;
        var epochsWithoutProgress = 0;
        foreach (var loss in history.Select(epoch => epoch.MonitoredLoss(beta)))
        {
            var isProgress = loss < reference - MinimumImprovement;
            // If the reference followed every small decrease, a loss that falls steadily would never count as progress.
            reference = isProgress ? loss : reference;
            epochsWithoutProgress = isProgress ? 0 : epochsWithoutProgress + 1;
        }

        return epochsWithoutProgress >= Patience;
    }
}
