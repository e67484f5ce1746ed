namespace VaeMlNet;

/// <summary>Values that a given share of others lies above.</summary>
internal static class Quantile
{
    // (n + 1) * rate comes out a hair below a whole number now and then, as for 100 * 0.29.
    private const double RoundingSlack = 1e-9;

    /// <summary>
    /// Gives a quantile of finite values, with linear interpolation between order statistics (Hyndman &amp; Fan 1996,
    /// type 7), as NumPy's; one value is every quantile of itself.
    /// </summary>
    public static double Compute(IEnumerable<double> values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        var position = quantile * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
    }

    /// <summary>
    /// Gives the point halfway between two neighboring values that the rounded share of all values lies above, equal
    /// values aside.
    /// </summary>
    /// <param name="values">At least one, finite.</param>
    /// <param name="share">In (0, 1). When it rounds to no value, the result is the largest; when to all, the smallest.</param>
    public static double ExceededBy(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        var below = sorted.Length - (int)Math.Round(share * sorted.Length, MidpointRounding.AwayFromZero);
        var lower = sorted[Math.Max(below - 1, 0)];
        var upper = sorted[Math.Min(below, sorted.Length - 1)];
        return lower + ((upper - lower) / 2);
    }

    /// <summary>
    /// Gives the value that one more value of the same kind exceeds with at most the given probability: the
    /// ceil((n + 1)(1 - rate))-th smallest of n (split conformal prediction; Vovk et al. 2005, Angelopoulos &amp; Bates 2023,
    /// sec. 1). The largest when n is below <see cref="RowsNeeded"/>, and then the probability is larger.
    /// </summary>
    public static double Conformal(IEnumerable<double> values, double rate)
    {
        double[] sorted = [.. values.Order()];
        var above = (int)(((sorted.Length + 1) * rate) + RoundingSlack);
        return sorted[Math.Min(sorted.Length - above, sorted.Length - 1)];
    }

    /// <summary>The fewest values that <see cref="Conformal"/> can keep its promise with: 1 / rate - 1, rounded up.</summary>
    public static double RowsNeeded(double rate) => Math.Ceiling((1 / rate) - 1 - RoundingSlack);
}
