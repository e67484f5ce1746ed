namespace VaeMlNet;

/// <summary>Quantiles with linear interpolation between order statistics (Hyndman &amp; Fan 1996, type 7), as NumPy's.</summary>
internal static class Quantile
{
    /// <summary>Gives a quantile of finite values; one value is every quantile of itself.</summary>
    public static double Of(IEnumerable<double> values, double quantile)
    {
        var sorted = values.Order().ToArray();
        var position = quantile * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
    }
}
