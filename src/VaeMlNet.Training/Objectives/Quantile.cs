namespace VaeMlNet;

/// <summary>Values that a given share of others lies above.</summary>
internal static class Quantile
{
    /// <summary>
    /// Gives a quantile of finite values, with linear interpolation between order statistics (Hyndman &amp; Fan 1996,
    /// type 7), as NumPy's; one value is every quantile of itself.
    /// </summary>
    public static double Of(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        var position = quantile * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
    }

    /// <summary>
    /// Gives the point halfway between two neighbouring values that the rounded share of all values lies above, equal
    /// values aside.
    /// </summary>
    /// <param name="values">At least one, finite.</param>
    /// <param name="share">In (0, 1). When it rounds to no value, the result is the largest; when to all, the smallest.</param>
    public static double ExceededBy(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var below = sorted.Length - (int)Math.Round(share * sorted.Length, MidpointRounding.AwayFromZero);
        var lower = sorted[Math.Max(below - 1, 0)];
        var upper = sorted[Math.Min(below, sorted.Length - 1)];
        return lower + ((upper - lower) / 2);
    }
}
