namespace VaeMlNet;

/// <summary>Compares epochs.</summary>
internal static class BestEpoch
{
    /// <summary>The epoch with the lowest validation loss, or without it training loss, at the full weight of KL; the first of equals.</summary>
    public static VaeEpoch Find(IEnumerable<VaeEpoch> history, double beta) =>
        history.MinBy(epoch => epoch.MonitoredLoss(beta))!;
}
