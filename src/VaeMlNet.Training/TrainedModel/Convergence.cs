namespace VaeMlNet;

/// <summary>Decides from the history of a training whether it is done, and why it ended.</summary>
internal static class Convergence
{
    private const double LastShare = 0.1;
    private const double LargestDecreaseAtEnd = 0.01;

    // In nats per row. With less, all rows have nearly the same latents.
    private const double LeastKl = 0.05;

    // With less, and with decoded values that are hardly closer than means, the latents tell next to nothing.
    private const double LowKl = 1;
    private const double HardlyCloserThanMeans = 0.9;

    /// <summary>Returns whether no further epoch follows a history.</summary>
    public static bool IsDone(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        history.Count >= options.EpochCountOrDefault || StoppedEarly(options, history) || IsOutOfTime(options, history);

    /// <summary>Returns how a training ended.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="history">All of its epochs.</param>
    /// <param name="kl">The KL divergence at the weights of the model, in nats per row.</param>
    /// <param name="relativeError">The error of its decoded values in relation to means; null if it is unknown.</param>
    public static VaeConvergence Find(
        VaeTrainerOptions options,
        IReadOnlyList<VaeEpoch> history,
        double kl,
        double? relativeError
    )
    {
        if (kl < LeastKl || (kl < LowKl && relativeError > HardlyCloserThanMeans))
        {
            return VaeConvergence.Collapsed;
        }

        if (StoppedEarly(options, history))
        {
            return VaeConvergence.Converged;
        }

        return history.Count < options.EpochCountOrDefault && IsOutOfTime(options, history) ? VaeConvergence.OutOfTime
            : IsLimited(options, history) ? VaeConvergence.Limited
            : StillFell([.. SinceTrimming(history).Select(epoch => epoch.MonitoredLoss(options.BetaOrDefault))])
                ? VaeConvergence.StillImproving
            : VaeConvergence.Converged;
    }

    private static bool StoppedEarly(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        options.EarlyStopping?.ShouldStop(history, options.BetaOrDefault) == true;

    private static bool IsOutOfTime(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        options.TimeBudget is { } budget && history.Sum(epoch => epoch.Seconds) >= budget.TotalSeconds;

    /// <summary>Returns whether few windows of time series, of which none is held out, were learned as often as they should.</summary>
    private static bool IsLimited(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        options.Series is not null
        && history.Count >= TrainerDefaults.Series.LargestEpochCount
        && history[^1].Validation is null;

    /// <summary>Losses include the rows that trimming leaves out, and rise when it starts.</summary>
    private static IEnumerable<VaeEpoch> SinceTrimming(IReadOnlyList<VaeEpoch> history) =>
        history.Any(epoch => epoch.TrimmedShare > 0) ? history.SkipWhile(epoch => epoch.TrimmedShare == 0) : history;

    private static bool StillFell(double[] losses)
    {
        var lastCount = Math.Max((int)(losses.Length * LastShare), 1);
        if (losses.Length <= lastCount)
        {
            return true; // a single epoch says nothing
        }

        var before = losses[..^lastCount].Min();
        var best = Math.Min(before, losses[^lastCount..].Min());
        return before - best > LargestDecreaseAtEnd * (losses[0] - best);
    }
}

/// <summary>Finds the best epoch of a training.</summary>
internal static class BestEpoch
{
    /// <summary>
    /// Returns the first epoch with the lowest validation loss at the full weight of KL; without validation data, with the
    /// lowest training loss.
    /// </summary>
    public static VaeEpoch Find(IEnumerable<VaeEpoch> history, double beta) =>
        history.MinBy(epoch => epoch.MonitoredLoss(beta))!;
}
