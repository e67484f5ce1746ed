using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The mean and standard deviation of a figure over seeds.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="Deviation">The standard deviation with denominator n, as in NumPy. It is 0 for a single value.</param>
internal readonly record struct SeedFigure(double Mean, double Deviation)
{
    /// <summary>Computes the mean and standard deviation of at least one value.</summary>
    public static SeedFigure Compute(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return new SeedFigure(mean, Math.Sqrt(all.Average(value => (value - mean) * (value - mean))));
    }

    /// <inheritdoc />
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ±{Deviation:0.000}");
}
