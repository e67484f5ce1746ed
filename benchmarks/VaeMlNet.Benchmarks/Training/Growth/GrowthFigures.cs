namespace VaeMlNet.Benchmarks;

/// <summary>The time and memory of training on one number of rows in a process of its own.</summary>
/// <param name="EpochSeconds">The wall-clock time of each epoch.</param>
/// <param name="FitSeconds">
/// The time of Fit: reading and checking the rows, the epochs, and scoring the rows for the thresholds.
/// </param>
/// <param name="PeakBytes">The largest resident memory of the process.</param>
/// <param name="StartBytes">The resident memory before Fit started.</param>
/// <param name="Loss">The mean loss over the rows of the last epoch, in nats.</param>
internal sealed record GrowthFigures(
    double[] EpochSeconds,
    double FitSeconds,
    long PeakBytes,
    long StartBytes,
    double Loss
);
