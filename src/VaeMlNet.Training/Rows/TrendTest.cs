namespace VaeMlNet;

/// <summary>The ways in which the level of a channel can move.</summary>
internal enum ChannelTrend
{
    /// <summary>Its level stays, or comes back.</summary>
    None,

    /// <summary>Its level keeps rising or falling.</summary>
    Steady,

    /// <summary>Its level keeps rising or falling, and its steps from row to row are larger where it is higher, as those of sales in percent.</summary>
    Proportional,
}

/// <summary>Finds the channels of time series whose level keeps rising or falling, and how far their values are from that trend.</summary>
/// <remarks>
/// A series is cut into 20 parts of time, whose means are levels. A channel has a trend if a line through the levels, or through their logarithms, explains three
/// quarters of their variance, and half of those in the last two fifths are outside of the range before. It is proportional if the logarithm of the mean
/// step in a part rises by more than half of that of its level, with a correlation above 0.7. Memory: a constant number of blocks for each channel of a series.
/// Not thread-safe.
/// </remarks>
internal sealed class TrendTest(int channelCount)
{
    private const int PartCount = 20;
    private const int FewestLevels = 4;
    private const double LeastExplained = 0.75;
    private const double Later = 0.4; // of the levels
    private const double LeastOutside = 0.5;
    private const double LeastPower = 0.5; // of the level to which steps are proportional
    private const double LeastExplainedOfSteps = 0.7 * 0.7;

    // Logarithms of levels that differ less are almost on a line with them.
    private const double LeastRatioOfLevels = 1.2;

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

    /// <summary>Returns how the level of each channel moves in series with most of the rows: [C].</summary>
    /// <param name="onlyChannel">The values of the only channel in the first series; empty for several channels.</param>
    /// <param name="period">Its period in rows; null if it has none.</param>
    public ChannelTrend[] Find(IReadOnlyList<float> onlyChannel, int? period)
    {
        // The parts of a short series are periods: smaller ones differ by the course of a period.
        if (series.Count == 1 && period is { } rows && onlyChannel.Count < PartCount * rows)
        {
            return [TrendOf(PartsOfPeriods(onlyChannel, rows))];
        }

        var total = series.Sum(s => s.RowCount);
        return [.. Enumerable.Range(0, channelCount).Select(TrendOfMost)];

        ChannelTrend TrendOfMost(int channel)
        {
            var rowCounts = series.ToLookup(s => TrendOf(s.Parts(channel)), s => s.RowCount);
            var proportional = rowCounts[ChannelTrend.Proportional].Sum();
            return 2 * proportional > total ? ChannelTrend.Proportional
                : 2 * (proportional + rowCounts[ChannelTrend.Steady].Sum()) > total ? ChannelTrend.Steady
                : ChannelTrend.None;
        }
    }

    /// <summary>Returns the standard deviation of a channel around the lines that fit its series best; NaN without values.</summary>
    public double Deviation(int channel) =>
        Math.Sqrt(series.Sum(s => s.SquaresFromLine(channel)) / series.Sum(s => s.ValueCount(channel)));

    private static Part[] PartsOfPeriods(IReadOnlyList<float> values, int period)
    {
        var parts = new List<Part>();
        var before = float.NaN;
        foreach (var rows in values.Skip(values.Count % period).Chunk(period))
        {
            Part part = new();
            foreach (var value in rows)
            {
                part.Add(value, before);
                before = value;
            }

            parts.Add(part);
        }

        return [.. parts.Where(part => part.Count > 0)];
    }

    private static ChannelTrend TrendOf(Part[] parts)
    {
        double[] levels = [.. parts.Select(part => part.Level)];
        var isPositive = levels.All(level => level > 0);
        return levels.Length < FewestLevels
            || (!HasTrend(levels) && !(isPositive && HasTrend([.. levels.Select(level => Math.Log(level))])))
                ? ChannelTrend.None
            : isPositive && IsProportional(parts) ? ChannelTrend.Proportional
            : ChannelTrend.Steady;
    }

    private static bool HasTrend(double[] levels)
    {
        Line line = default;
        foreach (var (part, level) in levels.Index())
        {
            line.Add(part, level);
        }

        var split = levels.Length - (int)Math.Ceiling(Later * levels.Length);
        var (low, high) = (levels[..split].Min(), levels[..split].Max());
        return line.Explained >= LeastExplained
            && levels[split..].Average(level => level < low || level > high ? 1.0 : 0) >= LeastOutside;
    }

    private static bool IsProportional(Part[] parts)
    {
        Line line = default;
        Part[] moving = [.. parts.Where(part => part.Step > 0)];
        foreach (var part in moving)
        {
            line.Add(Math.Log(part.Level), Math.Log(part.Step));
        }

        return moving.Length >= FewestLevels
            && moving.Max(part => part.Level) >= LeastRatioOfLevels * moving.Min(part => part.Level)
            && line.Slope > LeastPower
            && line.Explained > LeastExplainedOfSteps;
    }

    /// <summary>The sums of the values of a channel in a part of time, and of its steps from row to row.</summary>
    private struct Part
    {
        private double sum;
        private double stepSum;
        private long stepCount;

        public long Count { get; private set; }

        public readonly double Level => sum / Count;

        /// <summary>Gets the mean absolute step; NaN without any.</summary>
        public readonly double Step => stepSum / stepCount;

        /// <summary>Adds the value of a row and that of the row before; NaN for missing ones.</summary>
        public void Add(float value, float before)
        {
            if (float.IsNaN(value))
            {
                return;
            }

            sum += value;
            Count++;
            if (!float.IsNaN(before))
            {
                stepSum += Math.Abs(value - before);
                stepCount++;
            }
        }

        public void Add(Part other)
        {
            sum += other.sum;
            Count += other.Count;
            stepSum += other.stepSum;
            stepCount += other.stepCount;
        }
    }

    /// <summary>The blocks of a series, whose number stays between half of a limit and the limit, and the sums of a regression on the rows' numbers.</summary>
    private sealed class OfSeries(int channelCount)
    {
        private const int MostBlocks = 4 * PartCount;

        private readonly List<Part[]> blocks = []; // [C] each
        private readonly Line[] lines = new Line[channelCount];
        private readonly float[] before = [.. Enumerable.Repeat(float.NaN, channelCount)];
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

                blocks.Add(new Part[channelCount]);
            }

            var block = blocks[^1];
            for (var c = 0; c < row.Length; c++)
            {
                block[c].Add(row[c], before[c]);
                before[c] = row[c];
                if (!float.IsNaN(row[c]))
                {
                    lines[c].Add(RowCount, row[c]);
                }
            }

            RowCount++;
        }

        /// <summary>Returns 20 parts of a channel; fewer where parts have no values or the series is too short.</summary>
        public Part[] Parts(int channel)
        {
            if (blocks.Count < PartCount)
            {
                return [];
            }

            var parts = new Part[PartCount];
            for (var block = 0; block < blocks.Count; block++)
            {
                parts[((PartCount * (block + 1)) - 1) / blocks.Count].Add(blocks[block][channel]);
            }

            return [.. parts.Where(part => part.Count > 0)];
        }

        private void MergePairs()
        {
            for (var i = 0; i < blocks.Count / 2; i++)
            {
                blocks[i] = blocks[2 * i];
                for (var c = 0; c < channelCount; c++)
                {
                    blocks[i][c].Add(blocks[(2 * i) + 1][c]);
                }
            }

            blocks.RemoveRange(blocks.Count / 2, blocks.Count / 2);
            blockSize *= 2;
        }
    }

    /// <summary>A regression in one pass (Welford 1962).</summary>
    private struct Line
    {
        private double meanOfPlaces;
        private double mean;
        private double squaresOfPlaces;
        private double products;
        private double squares;

        public long Count { get; private set; }

        /// <summary>Gets the sum of the squared distances from the line.</summary>
        public readonly double Squares =>
            squaresOfPlaces > 0 ? Math.Max(squares - (products * products / squaresOfPlaces), 0) : squares;

        /// <summary>Gets the share of the variance that the line explains; 0 without variance.</summary>
        public readonly double Explained => squares > 0 ? 1 - (Squares / squares) : 0;

        /// <summary>Gets by how much the line rises for each unit of the places; NaN without two places.</summary>
        public readonly double Slope => products / squaresOfPlaces;

        public void Add(double place, double value)
        {
            Count++;
            var (fromPlace, fromMean) = (place - meanOfPlaces, value - mean);
            meanOfPlaces += fromPlace / Count;
            mean += fromMean / Count;
            squaresOfPlaces += fromPlace * (place - meanOfPlaces);
            products += fromPlace * (value - mean);
            squares += fromMean * (value - mean);
        }
    }
}
