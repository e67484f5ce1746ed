namespace VaeMlNet.Benchmarks;

/// <summary>Chooses the window length of the protocol, the same for every method.</summary>
internal static class WindowLength
{
    private const int Default = 32;
    private const int ShortestPeriod = 4;
    private const int LongestPeriod = 400;
    private const double SmallestAutocorrelation = 0.2;

    private static readonly int[] Lengths = [10, 32, 64, 100];

    /// <summary>
    /// Returns 32 for several channels. For one channel, returns the nearest in ratio of 10, 32, 64 and 100 to its period, or 32 if it
    /// has none.
    /// </summary>
    /// <param name="training">The training part.</param>
    public static int Choose(ChannelRows training) =>
        training.ChannelCount == 1 && Period(training.Values) is { } period
            ? Lengths.MinBy(length => Math.Abs(Math.Log((double)length / period)))
            : Default;

    /// <summary>
    /// Returns the lag of the highest local maximum of the autocorrelation above 0.2, at lags from 4 to 399 and below a third of the
    /// length; null if there is none.
    /// </summary>
    public static int? Period(double[] values)
    {
        var last = Math.Min(LongestPeriod, values.Length / 3);
        var mean = values.Average();
        var centered = Array.ConvertAll(values, value => value - mean);
        double[] products = [.. Enumerable.Range(0, last + 1).Select(lag => Product(centered, lag))];
        int[] peaks =
        [
            .. Enumerable
                .Range(ShortestPeriod, Math.Max(0, last - ShortestPeriod))
                .Where(lag =>
                    products[lag] > products[lag - 1]
                    && products[lag] >= products[lag + 1]
                    && products[lag] > SmallestAutocorrelation * products[0]
                ),
        ];
        return peaks.Length == 0 ? null : peaks.MaxBy(lag => products[lag]);
    }

    private static double Product(double[] centered, int lag)
    {
        double sum = 0;
        for (var i = lag; i < centered.Length; i++)
        {
            sum += centered[i] * centered[i - lag];
        }

        return sum;
    }
}
