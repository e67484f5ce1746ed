namespace VaeMlNet;

/// <summary>
/// When to stop before the last epoch. The model then has the weights of its best epoch, the one with the lowest
/// validation loss, and not those of the last.
/// </summary>
/// <remarks>
/// Needs validation rows. The loss compared is Reconstruction + <see cref="VaeTrainerOptions.Beta"/> * Kl on them,
/// whatever the weight of KL is in that epoch. Thread safety: immutable.
/// </remarks>
public sealed record VaeEarlyStoppingOptions
{
    /// <summary>Gets the number of epochs in a row without progress after which training stops. At least 1. Default: 5.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>
    /// Gets by how much the loss must fall below the lowest one before to count as progress, in nats per row. Finite
    /// and at least 0. Default: 0.
    /// </summary>
    public double MinimumImprovement { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.AtLeast(Patience, 1, $"{name}.{nameof(Patience)}");
        OptionRange.FiniteAtLeast(MinimumImprovement, 0, $"{name}.{nameof(MinimumImprovement)}");
    }

    /// <summary>Returns a value indicating whether the last epochs, as many as the patience, brought no progress.</summary>
    internal bool ShouldStop(IReadOnlyList<VaeEpoch> history, double beta)
    {
        var best = double.PositiveInfinity;
        var epochsWithoutProgress = 0;
        foreach (var loss in history.Select(epoch => epoch.MonitoredLoss(beta)))
        {
            epochsWithoutProgress = loss < best - MinimumImprovement ? 0 : epochsWithoutProgress + 1;
            best = Math.Min(best, loss);
        }

        return epochsWithoutProgress >= Patience;
    }
}
