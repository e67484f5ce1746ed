namespace VaeMlNet.Benchmarks;

/// <summary>What training on one number of rows took, in a process of its own.</summary>
/// <param name="EpochSeconds">Each epoch by the clock.</param>
/// <param name="FitSeconds">All of Fit: reading and checking the rows, the epochs, and scoring the rows for the thresholds.</param>
/// <param name="PeakBytes">The most memory that the process had resident.</param>
/// <param name="StartBytes">The same before Fit began.</param>
/// <param name="Loss">The mean loss over the rows of the last epoch, in nats.</param>
internal sealed record GrowthFigures(
    double[] EpochSeconds,
    double FitSeconds,
    long PeakBytes,
    long StartBytes,
    double Loss
);
