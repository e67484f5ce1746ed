namespace VaeMlNet;

/// <summary>Chooses the length of windows from the period of a channel.</summary>
internal static class WindowLength
{
    private const int Default = 32;
    private const int ShortestPeriod = 4;
    private const int LongestPeriod = 400;
    private const double LeastCorrelation = 0.2;

    private static readonly int[] Lengths = [10, 32, 64, 100];

    /// <summary>
    /// Returns the length that is nearest to the period in ratio; 32 without a period. Several channels have no common period, so that it is 32
    /// for them.
    /// </summary>
    /// <param name="channel">The values of the only channel; empty for several channels. NaN is missing.</param>
    public static int Choose(IReadOnlyList<float> channel) =>
        Period(channel) is { } period ? Lengths.MinBy(length => Math.Abs(Math.Log((double)length / period))) : Default;

    /// <summary>Returns the lag of the highest peak of the autocorrelation; null without a clear one.</summary>
    public static int? Period(IReadOnlyList<float> channel)
    {
        var known = channel.Where(float.IsFinite).Select(value => (double)value).ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var mean = known.Average();
        // A missing value counts as the mean, which adds nothing to a sum of products.
        double[] centered = [.. channel.Select(value => float.IsFinite(value) ? value - mean : 0)];
        var variance = Correlation(centered, 0);
        var lags = Math.Min(LongestPeriod, centered.Length / 3);
        if (variance <= 0 || lags <= ShortestPeriod)
        {
            return null;
        }

        double[] correlations = [.. Enumerable.Range(0, lags + 1).Select(lag => Correlation(centered, lag) / variance)];
        var peaks = Enumerable
            .Range(ShortestPeriod, lags - ShortestPeriod)
            .Where(lag =>
                correlations[lag] > LeastCorrelation
                && correlations[lag] > correlations[lag - 1]
                && correlations[lag] >= correlations[lag + 1]
            )
            .ToArray();
        return peaks.Length > 0 ? peaks.MaxBy(lag => correlations[lag]) : null;
    }

    private static double Correlation(double[] centered, int lag)
    {
        var sum = 0.0;
        for (var i = lag; i < centered.Length; i++)
        {
            sum += centered[i] * centered[i - lag];
        }

        return sum;
    }
}
