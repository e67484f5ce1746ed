namespace VaeMlNet;

/// <summary>
/// The logarithm of the gamma function and its remainder s in Stirling's formula: log Gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + s(z). The large
/// terms of log Gamma cancel in densities of counts, and s is what remains.
/// </summary>
internal static class GammaFunction
{
    /// <summary>The smallest argument of the series of s, and the number of steps of the recurrence below it.</summary>
    private const double Smallest = 4;

    // The errors of the two terms of Stirling's series are below 1E-11 above these counts.
    private static readonly double[] SmallRemainders = NewSmallRemainders();

    /// <summary>
    /// Returns log Gamma(z) for z above 0: Stirling's series (Abramowitz &amp; Stegun 1964, 6.1.41) from 16 on, and below by the recurrence
    /// Gamma(z + 1) = z Gamma(z). The absolute error is below 1E-11, or the rounding of the result.
    /// </summary>
    public static double Log(double z)
    {
        var product = 1.0;
        for (; z < 16; z++)
        {
            product *= z;
        }

        var square = 1 / (z * z);
        var series = ((1 / 12.0) - (square * ((1 / 360.0) - (square / 1260)))) / z;
        return ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + series - Math.Log(product);
    }

    /// <summary>Returns log(x!) - x log(max(x, 1)) + x, which is log(2 pi x)/2 + s(x) for a count x above 0, and 0 for 0.</summary>
    public static double FactorialRemainder(double count) =>
        count < SmallRemainders.Length
            ? SmallRemainders[(int)count]
            : (0.5 * Math.Log(2 * Math.PI * count)) + ((1 - (1 / (30 * count * count))) / (12 * count));

    /// <summary>
    /// Returns s(z) for z above 0. From 4 on, it is the series 1/(12 z) - 1/(360 z^3) + 1/(1260 z^5), whose error is below 4E-8, and in float64 two terms
    /// more, with an error below 1E-9 (Abramowitz &amp; Stegun 1964, 6.1.41). Below 4, it follows from s(z + 4) by the recurrence Gamma(z + 1) = z Gamma(z)
    /// (6.1.15). In float32, the absolute error is below 5E-6, for z from 1E-6 to 1E8.
    /// </summary>
    public static T StirlingRemainder<T>(T z)
        where T : struct, IFormulaNumber<T> =>
        T.WhereGreater(z, Smallest, Series(T.Max(z, Smallest)), OfSmall(T.Min(z, Smallest)));

    public static double StirlingRemainder(double z) => z > Smallest ? Series<Number>(z) : OfSmall<Number>(z);

    private static T Series<T>(T z)
        where T : struct, IFormulaNumber<T>
    {
        var inverse = (T)1 / z;
        var square = inverse * inverse;
        var sum = T.IsSinglePrecision
            ? (T)(1 / 1260.0)
            : (((square * (1 / 1188.0)) + (-1 / 1680.0)) * square) + (1 / 1260.0);
        sum = (square * sum) + (-1 / 360.0);
        return inverse * ((square * sum) + (1 / 12.0));
    }

    /// <summary>Returns (z + 3.5) log(z + 4) - 4 + s(z + 4) - log((z + 1)(z + 2)(z + 3)) - (z + 1/2) log z.</summary>
    private static T OfSmall<T>(T z)
        where T : struct, IFormulaNumber<T>
    {
        var shifted = z + Smallest;
        var product = (z + 1) * ((z + 2) * (z + 3));
        var logarithms = T.Log(product) + ((z + 0.5) * T.Log(z));
        return (((z + (Smallest - 0.5)) * T.Log(shifted)) + (-Smallest)) - logarithms + Series(shifted);
    }

    private static double[] NewSmallRemainders()
    {
        var remainders = new double[32];
        double logFactorial = 0;
        for (var count = 1; count < remainders.Length; count++)
        {
            logFactorial += Math.Log(count);
            remainders[count] = logFactorial - (count * Math.Log(count)) + count;
        }

        return remainders;
    }
}
