namespace VaeMlNet;

/// <summary>
/// Options for trimming: training leaves the rows with the largest loss out of every batch, so that it does not learn anomalous
/// rows (trimmed loss, as in Shen &amp; Sanghavi 2019).
/// </summary>
/// <remarks>Reported losses include all rows. Thread safety: immutable.</remarks>
public sealed record VaeTrimmingOptions
{
    /// <summary>Gets the share of rows to leave out of each batch.</summary>
    /// <value>Default: 0. Range: at least 0, below 1. Of a batch of n rows, Share * n are left out, rounded down.</value>
    /// <remarks>Choose about the expected share of anomalies in the training data.</remarks>
    public double Share { get; init; }

    /// <summary>Gets the first epoch that leaves rows out.</summary>
    /// <value>Default: 2. Range: 1 and up.</value>
    /// <remarks>
    /// Choose more for slow training: before the network has learned something, it cannot tell which rows are anomalous.
    /// </remarks>
    public int FromEpoch { get; init; } = 2;

    /// <summary>Returns the share of rows that an epoch leaves out of each batch.</summary>
    internal double ShareOf(int epoch) => epoch < FromEpoch ? 0 : Share;

    /// <summary>Returns the number of rows of a batch that training learns from.</summary>
    internal long RowsKept(long rowCount, int epoch) =>
        Math.Max(1, rowCount - (long)Math.Floor(ShareOf(epoch) * rowCount));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Share(Share, $"{name}.{nameof(Share)}");
        OptionRange.AtLeast(FromEpoch, 1, $"{name}.{nameof(FromEpoch)}");
    }
}
