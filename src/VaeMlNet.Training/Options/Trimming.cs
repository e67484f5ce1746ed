namespace VaeMlNet;

/// <summary>
/// The rows of each batch that training leaves out: those with the largest loss (trimmed loss, as in Shen &amp; Sanghavi 2019).
/// </summary>
/// <param name="Share">The share of the rows.</param>
/// <param name="FromEpoch">The first epoch that leaves rows out.</param>
internal sealed record Trimming(double Share = 0, int FromEpoch = Trimming.UsualFirstEpoch)
{
    /// <summary>The first epoch of trimmings whose share the user sets.</summary>
    public const int UsualFirstEpoch = 2;

    /// <summary>Returns the share of rows that an epoch leaves out of each batch.</summary>
    public double ShareOf(int epoch) => epoch < FromEpoch ? 0 : Share;

    /// <summary>Returns the number of rows of a batch that training learns from.</summary>
    public long RowsKept(long rowCount, int epoch) =>
        Math.Max(1, rowCount - (long)Math.Floor(ShareOf(epoch) * rowCount));
}
