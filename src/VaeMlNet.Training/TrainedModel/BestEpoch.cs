namespace VaeMlNet;

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
