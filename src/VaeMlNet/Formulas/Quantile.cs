namespace VaeMlNet;

/// <summary>Computes values that a given share of other values exceeds.</summary>
internal static class Quantile
{
    // Rounding can put (n + 1) * rate slightly below a whole number, as for 100 * 0.29.
    private const double RoundingSlack = 1e-9;

    // That a value far from the others is usual.
    private const double ProbabilityByChance = 0.05;

    /// <summary>
    /// Returns a quantile of finite values, with linear interpolation between order statistics (Hyndman &amp; Fan 1996, type
    /// 7), as in NumPy. Every quantile of a single value is that value.
    /// </summary>
    public static double Compute(IEnumerable<double> values, double quantile)
    {
        using var sorted = SortedValues.Of(values);
        return Compute(sorted, quantile);
    }

    public static double Compute(SortedValues sorted, double quantile)
    {
        var position = quantile * (sorted.Count - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Count - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
    }

    /// <summary>
    /// Returns the smallest and the largest of the values without a share at each end and without <see cref="IsolatedEnd">isolated</see> ones. They are not
    /// interpolated, because a number between a usual value and a wild one is neither.
    /// </summary>
    public static (float Low, float High) WithoutTails(SortedValues sorted, double share)
    {
        var (below, above) = IsolatedEnd.CountBoth(sorted, IsolatedEnd.Most(sorted.Count), ProbabilityByChance);
        var last = sorted.Count - 1 - above;
        var ofTail = (int)Math.Round(share * (last - below));
        ofTail = Math.Min(ofTail, (last - below) / 2);
        return ((float)sorted[below + ofTail], (float)sorted[last - ofTail]);
    }

    /// <summary>
    /// Returns the point halfway between two neighboring values, so that the rounded share of all values lies above it (except
    /// for ties).
    /// </summary>
    /// <param name="values">At least one value. All must be finite.</param>
    /// <param name="share">
    /// The share, in (0, 1). If it rounds to no value, the result is the largest value; if it rounds to all values, the
    /// smallest.
    /// </param>
    public static double ExceededBy(IEnumerable<double> values, double share)
    {
        using var sorted = SortedValues.Of(values);
        return ExceededBy(sorted, share);
    }

    public static double ExceededBy(SortedValues sorted, double share)
    {
        var below = sorted.Count - (int)Math.Round(share * sorted.Count, MidpointRounding.AwayFromZero);
        var lower = sorted[Math.Max(below - 1, 0)];
        var upper = sorted[Math.Min(below, sorted.Count - 1)];
        return lower + ((upper - lower) / 2);
    }

    /// <summary>
    /// Returns the threshold that one more value of the same distribution exceeds with at most the given probability: the
    /// ceil((n + 1)(1 - rate))-th smallest of n (split conformal prediction; Vovk et al. 2005, Angelopoulos &amp; Bates 2023,
    /// sec. 1). If n is below <see cref="RowsNeeded"/>, returns the largest value, and the probability is larger.
    /// </summary>
    public static double Conformal(IEnumerable<double> values, double rate)
    {
        using var sorted = SortedValues.Of(values);
        return Conformal(sorted, rate);
    }

    public static double Conformal(SortedValues sorted, double rate)
    {
        var above = (int)(((sorted.Count + 1) * rate) + RoundingSlack);
        return sorted[Math.Min(sorted.Count - above, sorted.Count - 1)];
    }

    /// <summary>
    /// Returns the fewest values for which <see cref="Conformal(IEnumerable{double}, double)"/> guarantees the rate: 1 / rate - 1, rounded up.
    /// </summary>
    public static double RowsNeeded(double rate) => Math.Ceiling((1 / rate) - 1 - RoundingSlack);

    /// <summary>Returns the lowest rate that <see cref="Conformal(IEnumerable{double}, double)"/> can guarantee with n values: 1 / (n + 1).</summary>
    public static double LowestRate(long count) => 1.0 / (count + 1);
}
