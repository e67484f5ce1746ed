namespace VaeMlNet;

/// <summary>Finds the channels of time series whose level goes on in one direction, and how far their values are from that trend.</summary>
/// <remarks>
/// <para>A series is cut into 20 blocks, and these into five parts of time. A channel has a trend if in each of the last three parts at least a quarter
/// of the levels of blocks, and two fifths of all of these, are outside of the range of the parts before, and if the median level of the last part is at
/// least half of the range away from that of the first.</para>
/// Memory: a constant number of blocks for each channel of a series. Not thread-safe.
/// </remarks>
internal sealed class TrendTest(int channelCount)
{
    private const int BlockCount = 20;
    private const int PartCount = 5;
    private const int PartsToLeave = 3;
    private const double LeastOutside = 0.25;
    private const double LeastOutsideOfAll = 0.4;
    private const double LeastShift = 0.5;

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

    private static bool HasTrend(float[] levels)
    {
        if (levels.Length < BlockCount)
        {
            return false;
        }

        var (lowest, highest) = (levels.Min(), levels.Max());
        float[][] parts = [.. Enumerable.Range(0, PartCount).Select(part => Part(levels, part, PartCount))];
        var shift = Math.Abs(Median(parts[^1]) - Median(parts[0]));
        if (!(highest > lowest) || shift < LeastShift * (highest - lowest))
        {
            return false;
        }

        double[] outside =
        [
            .. Enumerable
                .Range(PartCount - PartsToLeave, PartsToLeave)
                .Select(part =>
                {
                    float[] before = [.. parts[..part].SelectMany(p => p)];
                    var (low, high) = (before.Min(), before.Max());
                    return parts[part].Average(level => level < low || level > high ? 1.0 : 0);
                }),
        ];
        return outside.Min() >= LeastOutside && outside.Average() >= LeastOutsideOfAll;
    }

    private static double Median(float[] values) => Quantile.Compute(values.Select(value => (double)value), 0.5);

    private static float[] Part(float[] values, int part, int count) =>
        values[(values.Length * part / count)..(values.Length * (part + 1) / count)];

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
