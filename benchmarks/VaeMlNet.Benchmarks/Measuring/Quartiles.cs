namespace VaeMlNet.Benchmarks;

/// <summary>The median and the quartiles of a sample.</summary>
internal readonly record struct Quartiles(double Lower, double Median, double Upper)
{
    /// <summary>
    /// Computes the quartiles of a sample, interpolated linearly between its values (Hyndman and Fan 1996, definition 7).
    /// </summary>
    /// <exception cref="ArgumentException">The sample is empty.</exception>
    public static Quartiles Compute(IEnumerable<double> sample)
    {
        double[] sorted = [.. sample.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException(
                "An empty sample has no quartiles. Measure at least one round.",
                nameof(sample)
            );
        }

        return new(At(sorted, 0.25), At(sorted, 0.5), At(sorted, 0.75));
    }

    private static double At(double[] sorted, double quantile)
    {
        var position = quantile * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
