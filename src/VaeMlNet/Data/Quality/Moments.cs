namespace VaeMlNet;

/// <summary>
/// The mean and the standard deviation (of a population: divided by n) of the observed values, computed in two passes.
/// </summary>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>Computes the moments of values that can be missing (NaN). Both are 0 if no value is observed.</summary>
    public static Moments Compute(ReadOnlySpan<float> values)
    {
        double sum = 0;
        var count = 0;
        var least = float.PositiveInfinity;
        var largest = float.NegativeInfinity;
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                sum += value;
                count++;
                least = Math.Min(least, value);
                largest = Math.Max(largest, value);
            }
        }

        if (count == 0 || least == largest)
        {
            // The deviation of a constant is exactly 0, even if rounding changes its mean.
            return new(count == 0 ? 0 : least, 0);
        }

        var mean = sum / count;
        return new(mean, Math.Sqrt(SquaresAbout(mean, values) / count));
    }

    private static double SquaresAbout(double mean, ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (var value in values)
        {
            squares += float.IsNaN(value) ? 0 : (value - mean) * (value - mean);
        }

        return squares;
    }
}
