namespace VaeMlNet;

/// <summary>
/// Leaves the rows with the largest loss out of every batch, so that a share of foreign rows in the training data is
/// not learnt (trimmed loss, as in Shen &amp; Sanghavi 2019, algorithm 2). Reported losses are of all rows.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTrimmingOptions
{
    /// <summary>
    /// Gets the share of rows to leave out; of a batch of n, Share * n rounded down. At least 0 and below 1. Default: 0.
    /// About the contamination that is feared.
    /// </summary>
    public double Share { get; init; }

    /// <summary>
    /// Gets the first epoch that leaves rows out. At least 1. Default: 2: before it has learnt something, the network
    /// cannot tell which rows are foreign.
    /// </summary>
    public int FromEpoch { get; init; } = 2;

    /// <summary>The number of rows of a batch that are learnt from.</summary>
    internal long RowsKept(long rowCount, int epoch) =>
        epoch < FromEpoch ? rowCount : Math.Max(1, rowCount - (long)Math.Floor(Share * rowCount));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Share(Share, $"{name}.{nameof(Share)}");
        OptionRange.AtLeast(FromEpoch, 1, $"{name}.{nameof(FromEpoch)}");
    }
}
