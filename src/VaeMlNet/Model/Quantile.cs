using System.Buffers;

namespace VaeMlNet;

/// <summary>Computes values that a given share of other values exceeds.</summary>
internal static class Quantile
{
    // Rounding can put (n + 1) * rate slightly below a whole number, as for 100 * 0.29.
    private const double RoundingSlack = 1e-9;

    /// <summary>
    /// Returns a quantile of finite values, with linear interpolation between order statistics (Hyndman &amp; Fan 1996, type
    /// 7), as in NumPy. Every quantile of a single value is that value.
    /// </summary>
    public static double Compute(IEnumerable<double> values, double quantile)
    {
        using var memory = SortedValues.Of(values);
        var sorted = memory.Values;
        var position = quantile * (sorted.Length - 1);
        var lower = (int)position;
        var upper = Math.Min(lower + 1, sorted.Length - 1);
        return sorted[lower] + ((position - lower) * (sorted[upper] - sorted[lower]));
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
        using var memory = SortedValues.Of(values);
        var sorted = memory.Values;
        var below = sorted.Length - (int)Math.Round(share * sorted.Length, MidpointRounding.AwayFromZero);
        var lower = sorted[Math.Max(below - 1, 0)];
        var upper = sorted[Math.Min(below, sorted.Length - 1)];
        return lower + ((upper - lower) / 2);
    }

    /// <summary>
    /// Returns the threshold that one more value of the same distribution exceeds with at most the given probability: the
    /// ceil((n + 1)(1 - rate))-th smallest of n (split conformal prediction; Vovk et al. 2005, Angelopoulos &amp; Bates 2023,
    /// sec. 1). If n is below <see cref="RowsNeeded"/>, returns the largest value, and the probability is larger.
    /// </summary>
    public static double Conformal(IEnumerable<double> values, double rate)
    {
        using var memory = SortedValues.Of(values);
        var sorted = memory.Values;
        var above = (int)(((sorted.Length + 1) * rate) + RoundingSlack);
        return sorted[Math.Min(sorted.Length - above, sorted.Length - 1)];
    }

    /// <summary>
    /// Returns the fewest values for which <see cref="Conformal"/> guarantees the rate: 1 / rate - 1, rounded up.
    /// </summary>
    public static double RowsNeeded(double rate) => Math.Ceiling((1 / rate) - 1 - RoundingSlack);

    /// <summary>Sorted values in rented memory, because there can be as many as rows.</summary>
    private readonly ref struct SortedValues(double[] rented, int count) : IDisposable
    {
        public ReadOnlySpan<double> Values => rented.AsSpan(0, count);

        public static SortedValues Of(IEnumerable<double> values)
        {
            if (!values.TryGetNonEnumeratedCount(out var expected))
            {
                values = [.. values]; // they can be read only once
                expected = values.Count();
            }

            var rented = ArrayPool<double>.Shared.Rent(expected);
            var count = 0;
            foreach (var value in values)
            {
                rented[count++] = value;
            }

            rented.AsSpan(0, count).Sort();
            return new(rented, count);
        }

        public void Dispose() => ArrayPool<double>.Shared.Return(rented);
    }
}
