namespace VaeMlNet;

/// <summary>Decides from the history of a training whether it is done, and why it ended.</summary>
internal static class Convergence
{
    private const double LastShare = 0.1;
    private const double LargestDecreaseAtEnd = 0.01;

    /// <summary>Returns whether no further epoch follows a history.</summary>
    public static bool IsDone(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        history.Count >= options.EpochCountOrDefault || StoppedEarly(options, history) || IsOutOfTime(options, history);

    /// <summary>Returns why a training ended.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="history">All of its epochs.</param>
    public static VaeConvergence Find(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history)
    {
        if (StoppedEarly(options, history))
        {
            return VaeConvergence.Converged;
        }

        return history.Count < options.EpochCountOrDefault && IsOutOfTime(options, history) ? VaeConvergence.OutOfTime
            : StillFell([.. history.Select(epoch => epoch.MonitoredLoss(options.BetaOrDefault))])
                ? VaeConvergence.StillImproving
            : VaeConvergence.Converged;
    }

    private static bool StoppedEarly(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        options.EarlyStopping?.ShouldStop(history, options.BetaOrDefault) == true;

    private static bool IsOutOfTime(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history) =>
        options.TimeBudget is { } budget && history.Sum(epoch => epoch.Seconds) >= budget.TotalSeconds;

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
