namespace VaeMlNet;

/// <summary>Chooses the length of windows from the period of a channel.</summary>
internal static class WindowLength
{
    /// <summary>The longest length that is chosen.</summary>
    public const int Longest = 100;

    private const int Default = 32;
    private const int Shortest = 10;

    // Longer windows of few rows are nearly all of them, and are learned by heart.
    private const double LargestShareOfRows = 1.0 / 8;
    private const double LargestShareWithPeriod = 0.4;
    private const double LargestShareOfLongest = 1.0 / 2;
    private const int ShortestPeriod = 2;
    private const int LongestPeriod = 400;
    private const double LeastCorrelation = 0.2;

    // A peak of noise hardly stands out from its neighbors.
    private const double LeastRise = 0.1;

    // Correlations of noise have the standard deviation 1 / sqrt(n), and the highest of all lags is seldom above 3.5 of these.
    private const double LeastDeviations = 3.5;

    // A day is a period, though a week repeats a little better.
    private const double LeastShareOfHighest = 0.8;

    /// <summary>
    /// Returns two periods, so that a window shows whether a period is like another one, or more of them up to 10 rows. Where two are more than 100 rows or
    /// two fifths of all rows, one period, at most 100 rows. Without a period, or where one is too long, too: 32 rows, or an eighth of all rows or half of the longest
    /// series if that is less, but at least 10. Several channels have no common period.
    /// </summary>
    /// <param name="period">The period of the only channel; null without one.</param>
    /// <param name="rowCounts">The number of rows of each series.</param>
    public static int Choose(int? period, IReadOnlyCollection<long> rowCounts)
    {
        var (all, longest) = (rowCounts.Sum(), LargestShareOfLongest * rowCounts.Max());
        if (period is { } rows)
        {
            var several = Math.Max(2, (Shortest + rows - 1) / rows) * rows;
            var most = Math.Min(LargestShareWithPeriod * all, longest);
            var one = Math.Clamp(rows, Shortest, Longest);
            if (several <= Math.Min(Longest, most))
            {
                return several;
            }

            if (one <= most)
            {
                return one;
            }
        }

        return (int)Math.Clamp(Math.Min(LargestShareOfRows * all, longest), Shortest, Default);
    }

    /// <summary>
    /// Returns the period: the shortest lag at which the autocorrelation, without the linear trend, has a clear peak that is nearly as high as
    /// its highest; null without one.
    /// </summary>
    /// <param name="channel">The values. NaN is missing.</param>
    public static int? Period(IReadOnlyList<float> channel)
    {
        var values = WithoutTrend(channel);
        var (variance, _) = Covariance(values, 0);
        var lags = Math.Min(LongestPeriod, values.Length / 3);
        if (!(variance > 0) || lags <= ShortestPeriod)
        {
            return null;
        }

        var (correlations, deviations) = (new double[lags + 1], new double[lags + 1]);
        for (var lag = 0; lag <= lags; lag++)
        {
            var (covariance, pairs) = Covariance(values, lag);
            (correlations[lag], deviations[lag]) = (covariance / variance, 1 / Math.Sqrt(pairs));
        }

        int[] peaks =
        [
            .. Enumerable
                .Range(ShortestPeriod, lags - ShortestPeriod)
                .Where(lag => IsPeak(correlations, lag, ofNoise: LeastDeviations * deviations[lag])),
        ];
        return peaks.Length > 0
            ? peaks.First(lag => correlations[lag] >= LeastShareOfHighest * peaks.Max(peak => correlations[peak]))
            : null;
    }

    /// <summary>Returns whether a correlation is high, the highest of those near it, and clearly above the lowest of those before it.</summary>
    /// <param name="correlations">The correlations at all lags.</param>
    /// <param name="lag">The lag of the correlation.</param>
    /// <param name="ofNoise">The highest correlation to expect of noise. The difference of two has a standard deviation that is sqrt(2) times as large.</param>
    private static bool IsPeak(ReadOnlySpan<double> correlations, int lag, double ofNoise)
    {
        if (correlations[lag] <= Math.Max(LeastCorrelation, ofNoise))
        {
            return false;
        }

        var near = Math.Max(1, lag / 4);
        var last = Math.Min(lag + near, correlations.Length - 1);
        foreach (var other in correlations[(lag - near)..(last + 1)])
        {
            if (other > correlations[lag])
            {
                return false;
            }
        }

        var lowest = double.PositiveInfinity;
        foreach (var before in correlations[1..lag])
        {
            lowest = Math.Min(lowest, before);
        }

        return correlations[lag] - lowest >= Math.Max(LeastRise, Math.Sqrt(2) * ofNoise);
    }

    /// <summary>Returns the distances from the line of least squares; NaN for missing values.</summary>
    private static double[] WithoutTrend(IReadOnlyList<float> channel)
    {
        var (count, place, value, square, product) = (0L, 0.0, 0.0, 0.0, 0.0);
        foreach (var (i, known) in channel.Index().Where(cell => float.IsFinite(cell.Item)))
        {
            // Welford's updates do not cancel where the level is high.
            var fromPlace = i - place;
            var fromValue = known - value;
            count++;
            place += fromPlace / count;
            value += fromValue / count;
            square += fromPlace * (i - place);
            product += fromPlace * (known - value);
        }

        var slope = square > 0 ? product / square : 0;
        return [.. channel.Select((known, i) => known - value - (slope * (i - place)))];
    }

    /// <summary>Returns the mean product of known values with those some places later, the autocovariance, and the number of products.</summary>
    private static (double Mean, int Pairs) Covariance(double[] values, int lag)
    {
        var (sum, count) = (0.0, 0);
        for (var i = lag; i < values.Length; i++)
        {
            var product = values[i] * values[i - lag];
            if (double.IsFinite(product))
            {
                sum += product;
                count++;
            }
        }

        return (count > 0 ? sum / count : 0, count);
    }
}
