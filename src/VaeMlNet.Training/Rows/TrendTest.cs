namespace VaeMlNet;

/// <summary>Finds the channels of time series whose level keeps rising or falling, and how far their values are from that trend.</summary>
/// <remarks>
/// A series is cut into 20 blocks of time, whose means are levels. A channel has a trend if a line through the levels explains three quarters of their
/// variance, and half of those in the last two fifths are outside of the range before. Memory: a constant number of blocks for each channel of a series.
/// Not thread-safe.
/// </remarks>
internal sealed class TrendTest(int channelCount)
{
    private const int BlockCount = 20;
    private const int FewestLevels = 4;
    private const double LeastExplained = 0.75;
    private const double Later = 0.4; // of the levels
    private const double LeastOutside = 0.5;

    // Longer lists of series say nothing new.
    private const int MostSeries = 200;

    private readonly List<OfSeries> series = [];

    /// <summary>Adds a row, in the order of time.</summary>
    /// <param name="number">The number of its series; a new one is the number of those so far.</param>
    /// <param name="row">The channels: float32 [C], NaN for missing ones.</param>
    public void Add(int number, ReadOnlySpan<float> row)
    {
        if (number == series.Count && number < MostSeries)
        {
            series.Add(new(channelCount));
        }

        if (number < series.Count)
        {
            series[number].Add(row);
        }
    }

    /// <summary>Returns whether each channel has a trend in series with most of the rows: bool [C].</summary>
    public bool[] Find() =>
        [
            .. Enumerable
                .Range(0, channelCount)
                .Select(c =>
                    2 * series.Where(s => HasTrend(s.Levels(c))).Sum(s => s.RowCount) > series.Sum(s => s.RowCount)
                ),
        ];

    /// <summary>Returns the standard deviation of a channel around the lines that fit its series best; NaN without values.</summary>
    public double Deviation(int channel) =>
        Math.Sqrt(series.Sum(s => s.SquaresFromLine(channel)) / series.Sum(s => s.ValueCount(channel)));

    /// <summary>Returns whether the only channel of a series has a trend, also a short series with a period.</summary>
    /// <param name="values">The values of the channel.</param>
    /// <param name="period">Its period in rows; null if it has none.</param>
    public bool OnlyChannelHasTrend(IReadOnlyList<float> values, int? period)
    {
        if (period is not { } rows || values.Count >= BlockCount * rows)
        {
            return Find()[0];
        }

        // The blocks of a short series are periods: parts of them differ by the course of a period.
        var first = values.Count % rows;
        return HasTrend([
            .. values
                .Skip(first)
                .Chunk(rows)
                .Select(block => (float)block.Where(float.IsFinite).DefaultIfEmpty(float.NaN).Average(x => (double)x))
                .Where(float.IsFinite),
        ]);
    }

    private static bool HasTrend(float[] levels)
    {
        if (levels.Length < FewestLevels)
        {
            return false;
        }

        Line line = default;
        foreach (var (block, level) in levels.Index())
        {
            line.Add(block, level);
        }

        var split = levels.Length - (int)Math.Ceiling(Later * levels.Length);
        var (low, high) = (levels[..split].Min(), levels[..split].Max());
        return line.Explained >= LeastExplained
            && levels[split..].Average(level => level < low || level > high ? 1.0 : 0) >= LeastOutside;
    }

    /// <summary>The blocks of a series, whose number stays between half of a limit and the limit, and the sums of a regression on the rows' numbers.</summary>
    private sealed class OfSeries(int channelCount)
    {
        private const int MostBlocks = 4 * BlockCount;

        private readonly List<(double Sum, long Count)[]> blocks = []; // [C] each
        private readonly Line[] lines = new Line[channelCount];
        private long blockSize = 1;

        public long RowCount { get; private set; }

        public long ValueCount(int channel) => lines[channel].Count;

        public double SquaresFromLine(int channel) => lines[channel].Squares;

        public void Add(ReadOnlySpan<float> row)
        {
            if (RowCount % blockSize == 0)
            {
                if (blocks.Count == MostBlocks)
                {
                    MergePairs();
                }

                blocks.Add(new (double, long)[channelCount]);
            }

            var block = blocks[^1];
            for (var c = 0; c < row.Length; c++)
            {
                if (!float.IsNaN(row[c]))
                {
                    block[c] = (block[c].Sum + row[c], block[c].Count + 1);
                    lines[c].Add(RowCount, row[c]);
                }
            }

            RowCount++;
        }

        /// <summary>Returns the means of 20 blocks of a channel; fewer where blocks have no values or the series is too short.</summary>
        public float[] Levels(int channel)
        {
            (double Sum, long Count)[] all = [.. blocks.Select(block => block[channel])];
            return all.Length < BlockCount
                ? []
                :
                [
                    .. Enumerable
                        .Range(0, BlockCount)
                        .Select(block =>
                            all[(all.Length * block / BlockCount)..(all.Length * (block + 1) / BlockCount)]
                        )
                        .Select(part => (Sum: part.Sum(b => b.Sum), Count: part.Sum(b => b.Count)))
                        .Where(part => part.Count > 0)
                        .Select(part => (float)(part.Sum / part.Count)),
                ];
        }

        private void MergePairs()
        {
            for (var i = 0; i < blocks.Count / 2; i++)
            {
                blocks[i] = [.. blocks[2 * i].Zip(blocks[(2 * i) + 1], (a, b) => (a.Sum + b.Sum, a.Count + b.Count))];
            }

            blocks.RemoveRange(blocks.Count / 2, blocks.Count / 2);
            blockSize *= 2;
        }
    }

    /// <summary>A regression of values on the numbers of their rows, in one pass (Welford 1962).</summary>
    private struct Line
    {
        private double meanOfRows;
        private double mean;
        private double squaresOfRows;
        private double products;
        private double squares;

        public long Count { get; private set; }

        /// <summary>Gets the sum of the squared distances from the line.</summary>
        public readonly double Squares =>
            squaresOfRows > 0 ? Math.Max(squares - (products * products / squaresOfRows), 0) : squares;

        /// <summary>Gets the share of the variance that the line explains; 0 without variance.</summary>
        public readonly double Explained => squares > 0 ? 1 - (Squares / squares) : 0;

        public void Add(long row, float value)
        {
            Count++;
            var (fromRows, fromMean) = (row - meanOfRows, value - mean);
            meanOfRows += fromRows / Count;
            mean += fromMean / Count;
            squaresOfRows += fromRows * (row - meanOfRows);
            products += fromRows * (value - mean);
            squares += fromMean * (value - mean);
        }
    }
}
