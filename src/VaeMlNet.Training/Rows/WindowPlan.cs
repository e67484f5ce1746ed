namespace VaeMlNet;

/// <summary>
/// The division of windows into those to train on and those that are held out: at the end of each series, or of many short ones, whole series.
/// </summary>
internal sealed class WindowPlan
{
    /// <summary>The values of <see cref="Use"/>.</summary>
    public const float ForTraining = 1;

    public const float HeldOut = 2;

    /// <summary>The least number of windows that are held out. Thresholds from fewer say nothing.</summary>
    public const long FewestHeldOut = 20;

    private const long MostWindows = 10_000;

    // Windows with filled gaps are learned beside the others.
    private const double FilledShare = 0.2;

    // Of so many series that are so short, whole ones are held out.
    private const int FewestRuns = 20;
    private const long MostWindowLengthsOfRun = 10;

    private static readonly double GoldenRatio = (Math.Sqrt(5) - 1) / 2;

    private readonly long[] firstHeldOut;
    private readonly long[] firstWindow; // of each series, among those of all
    private readonly int length;
    private readonly long stride;

    private WindowPlan(long[] firstHeldOut, int length, long stride)
    {
        this.firstHeldOut = firstHeldOut;
        this.length = length;
        this.stride = stride;
        firstWindow = new long[firstHeldOut.Length];
        long count = 0;
        for (var series = 0; series < firstHeldOut.Length; series++)
        {
            firstWindow[series] = count;
            count += Windows(firstHeldOut[series], length);
        }
    }

    /// <summary>Divides the windows.</summary>
    /// <param name="rowCounts">The number of rows of each series.</param>
    /// <param name="length">The number W of rows in a window.</param>
    /// <param name="stride">How many neighboring windows have one that is learned; null for the least number that gives at most 10,000 windows.</param>
    /// <param name="heldOutShare">The share of the rows that is held out.</param>
    public static WindowPlan Create(IReadOnlyList<long> rowCounts, int length, int? stride, double heldOutShare)
    {
        // All windows of the rows that are held out are scored, so that their number is limited, too.
        var share = Math.Min(heldOutShare, (double)MostWindows / Math.Max(rowCounts.Sum(), 1));
        var runs = HeldOutOfRuns(rowCounts, length, share);
        long[] first =
        [
            .. rowCounts.Select(
                (count, series) =>
                    runs.TryGetValue(series, out var isHeldOut) ? (isHeldOut ? 0 : count)
                    : count >= 2L * length ? count - (long)(count * share)
                    : count
            ),
        ];
        var windows = first.Sum(count => Windows(count, length));
        return new(first, length, stride ?? Math.Max((windows + MostWindows - 1) / MostWindows, 1));
    }

    /// <summary>Returns what the window that ends with a row is for: <see cref="ForTraining"/>, <see cref="HeldOut"/> or 0.</summary>
    /// <param name="series">The number of the series.</param>
    /// <param name="row">The number of the row in its series.</param>
    /// <param name="place">The number of the row since its series began or was interrupted.</param>
    public float Use(int series, long row, long place) =>
        place < length - 1 ? 0
        : row >= firstHeldOut[series] ? HeldOut
        : IsOnStride(series, row) ? ForTraining
        : 0;

    /// <summary>Returns <see cref="Use"/> of a window whose gaps are filled: a fifth of those for training is learned a second time like that.</summary>
    /// <inheritdoc cref="Use"/>
    public float UseOfFilled(int series, long row, long place) =>
        Use(series, row, place) == ForTraining && Fraction(NumberOf(series, row) / stride, Math.Sqrt(2)) < FilledShare
            ? ForTraining
            : 0;

    /// <summary>Returns whether a window is one of those that training would use: one of each stride, over all series.</summary>
    /// <remarks>
    /// Its place in the stride differs, by the golden ratio: with the same place, a stride of 2 would give only windows that end at an even hour, or few places of
    /// short series that are alike, and a network that knows no others (equidistribution: Weyl 1916).
    /// </remarks>
    /// <param name="series">The number of the series.</param>
    /// <param name="row">The number of its last row in the series.</param>
    public bool IsOnStride(int series, long row)
    {
        var (block, place) = Math.DivRem(NumberOf(series, row), stride);
        return place == (long)(Fraction(block, GoldenRatio) * stride);
    }

    /// <summary>Returns for each of many short series with a window whether it is held out; nothing if there are few.</summary>
    /// <remarks>Runs of a machine are alike, with a course of their own at the end, which would not be learned from any if the last rows of each were held out.</remarks>
    private static Dictionary<int, bool> HeldOutOfRuns(IReadOnlyList<long> rowCounts, int length, double share)
    {
        int[] runs =
        [
            .. Enumerable
                .Range(0, rowCounts.Count)
                .Where(series => rowCounts[series] >= length && rowCounts[series] <= MostWindowLengthsOfRun * length),
        ];
        Dictionary<int, bool> areHeldOut = [];
        if (runs.Length < FewestRuns)
        {
            return areHeldOut;
        }

        var missing = share * runs.Sum(series => rowCounts[series]);
        // The golden ratio takes them evenly from all.
        foreach (var (_, series) in runs.Index().OrderBy(run => Fraction(run.Index + 1, GoldenRatio)))
        {
            areHeldOut[series] = missing > rowCounts[series] / 2.0;
            missing -= areHeldOut[series] ? rowCounts[series] : 0;
        }

        return areHeldOut;
    }

    private static long Windows(long rowCount, int length) => Math.Max(rowCount - length + 1, 0);

    private static double Fraction(long count, double irrational) => count * irrational % 1;

    private long NumberOf(int series, long row) => firstWindow[series] + row - (length - 1);
}
