namespace VaeMlNet.Report;

/// <summary>The p-values of statistical tests, and their correction for several tests.</summary>
internal static class SignificanceTests
{
    private const int MostTerms = 100;
    private const double Precision = 1e-12;

    /// <summary>
    /// Returns the p-value of the two-sample Kolmogorov-Smirnov test, by the asymptotic distribution with Stephens's (1970) correction for
    /// small samples. With many equal values, it is too large, never too small.
    /// </summary>
    /// <param name="distance">The largest difference of both distribution functions.</param>
    /// <param name="first">The number of values in the first sample.</param>
    /// <param name="second">The number of values in the second sample.</param>
    public static double KolmogorovSmirnov(double distance, long first, long second)
    {
        if (first == 0 || second == 0)
        {
            return double.NaN;
        }

        var root = Math.Sqrt((double)first * second / ((double)first + second));
        var x = (root + 0.12 + (0.11 / root)) * distance;
        // Below, the sum converges slowly, and 1 is right to 1e-15.
        return x < 0.2
            ? 1
            : Math.Clamp(
                2 * Enumerable.Range(1, MostTerms).Sum(k => (k % 2 == 1 ? 1 : -1) * Math.Exp(-2.0 * k * k * x * x)),
                0,
                1
            );
    }

    /// <summary>Returns the p-value of a chi-squared statistic.</summary>
    public static double ChiSquared(double statistic, int degreesOfFreedom) =>
        degreesOfFreedom < 1 ? 1 : UpperGamma(degreesOfFreedom / 2.0, statistic / 2);

    /// <summary>Returns the two-sided p-value of a standard normal statistic.</summary>
    public static double Normal(double statistic) => ChiSquared(statistic * statistic, 1);

    /// <summary>
    /// Corrects p-values for their number (Holm 1979): if no column differs, the probability that at least one corrected p-value is at most
    /// α is at most α. Values that are not numbers stay, and do not count.
    /// </summary>
    public static double[] Holm(IReadOnlyList<double> pValues)
    {
        double[] corrected = [.. pValues];
        int[] order =
        [
            .. Enumerable.Range(0, corrected.Length).Where(i => double.IsFinite(pValues[i])).OrderBy(i => pValues[i]),
        ];
        var largest = 0.0;
        foreach (var (rank, i) in order.Index())
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - rank) * pValues[i]));
            corrected[i] = largest;
        }

        return corrected;
    }

    /// <summary>Returns the regularized upper incomplete gamma function Q(a, x) (Press et al. 2007, sec. 6.2).</summary>
    private static double UpperGamma(double a, double x) =>
        x <= 0 ? 1
        : x < a + 1 ? 1 - LowerSeries(a, x)
        : UpperFraction(a, x);

    private static double LowerSeries(double a, double x)
    {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; Math.Abs(term) > Math.Abs(sum) * Precision; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum * Math.Exp(-x + (a * Math.Log(x)) - GammaFunction.Log(a));
    }

    /// <summary>Evaluates the continued fraction by Lentz's method.</summary>
    private static double UpperFraction(double a, double x)
    {
        const double tiny = 1e-300;
        var b = x + 1 - a;
        var c = 1 / tiny;
        var d = 1 / b;
        var fraction = d;
        for (var i = 1; ; i++)
        {
            var coefficient = -i * (i - a);
            b += 2;
            d = 1 / NotZero((coefficient * d) + b);
            c = NotZero(b + (coefficient / c));
            fraction *= d * c;
            if (Math.Abs((d * c) - 1) < Precision)
            {
                return fraction * Math.Exp(-x + (a * Math.Log(x)) - GammaFunction.Log(a));
            }
        }

        static double NotZero(double value) => Math.Abs(value) < tiny ? tiny : value;
    }
}
