namespace VaeMlNet;

// The likelihoods of counts and amounts.
internal sealed partial record ColumnLikelihood
{
    private static ColumnLikelihood OfPoisson() =>
        new(VaeColumn.Poisson)
        {
            Values = AllowedValues.Counts,
            TableType = VaeColumn.SingleType,
            Draw = (x, random, slot) => DrawPoisson(x.Mean, random.Uniform(slot)),
            Variance = x => x.Mean,
            LogDensity = (x, value) => (value * Math.Log(Math.Max(x.Mean, float.Epsilon))) - x.Mean,
        };

    private static ColumnLikelihood OfNegativeBinomial() =>
        new(VaeColumn.NegativeBinomial)
        {
            OtherOutputs = [GraphTensors.Dispersion],
            Values = AllowedValues.Counts,
            TableType = VaeColumn.SingleType,
            Draw = (x, random, slot) =>
                DrawPoisson(
                    Math.Min(x.Mean * x.Other(0) * random.Gamma(slot, 1 / x.Other(0)), LargestRate),
                    random.Uniform(slot)
                ),
            Variance = x => x.Mean + (x.Other(0) * x.Mean * x.Mean),
            LogDensity = (x, value) => LogDensityOfNegativeBinomial(x.Mean, 1 / x.Other(0), value),
        };

    private static ColumnLikelihood OfLogNormal() =>
        new(VaeColumn.LogNormal)
        {
            OtherOutputs = [GraphTensors.LogDeviation],
            Values = AllowedValues.Positive,
            TableType = VaeColumn.SingleType,
            Draw = (x, random, slot) =>
                Math.Clamp(
                    Math.Exp(LogLocation(x) + (x.Other(0) * random.Normal(slot))),
                    SmallestAmount,
                    float.MaxValue
                ),
            Variance = x => (Math.Exp(x.Other(0) * x.Other(0)) - 1) * x.Mean * x.Mean,
            LogDensity = (x, value) =>
                -(Math.Pow((Math.Log(value) - LogLocation(x)) / x.Other(0), 2) / 2) - Math.Log(x.Other(0)),
        };

    /// <summary>
    /// Returns a likelihood that is 0 with an additional probability p. The decoder's mean is that of all values, so that the mean of the other
    /// distribution is mean / (1 - p).
    /// </summary>
    private static ColumnLikelihood ZeroInflated(ColumnLikelihood other, string name)
    {
        var ofZeros = other.OtherOutputs.Count; // the place of p among the other outputs
        DecodedNumber Inner(DecodedNumber x) => x.WithMean(x.Mean / Math.Max(1 - x.Other(ofZeros), float.Epsilon));
        return other with
        {
            Name = name,
            OtherOutputs = [.. other.OtherOutputs, GraphTensors.ZeroProbability],
            Values = other.Values == AllowedValues.Positive ? AllowedValues.NonNegative : other.Values,
            Draw = (x, random, slot) =>
                random.SecondUniform(slot) < x.Other(ofZeros) ? 0 : other.Draw!(Inner(x), random, slot),
            Variance = x =>
            {
                var inner = Inner(x);
                var p = x.Other(ofZeros);
                return (1 - p) * (other.Variance!(inner) + (p * inner.Mean * inner.Mean));
            },
            LogDensity = (x, value) =>
            {
                var p = x.Other(ofZeros);
                var ofOthers = 1 - p;
                return value > 0 ? Math.Log(Math.Max(ofOthers, float.Epsilon)) + other.LogDensity!(Inner(x), value)
                    : other.Values == AllowedValues.Positive ? Math.Log(Math.Max(p, float.Epsilon))
                    : Math.Log(Math.Max(p + (ofOthers * Math.Exp(other.LogDensity!(Inner(x), 0))), float.Epsilon));
            },
        };
    }

    /// <summary>The largest rate of a sample, whose counts are in the range that the likelihood allows.</summary>
    private const double LargestRate = 1.6e7;

    /// <summary>The smallest amount of a sample. The likelihood refuses 0.</summary>
    private const double SmallestAmount = 1.17549435E-38;

    /// <summary>Returns the mean of the logarithm of a log-normal number, which follows from its mean.</summary>
    private static double LogLocation(DecodedNumber x) =>
        Math.Log(Math.Max(x.Mean, SmallestAmount)) - (x.Other(0) * x.Other(0) / 2);

    /// <summary>Returns log p(x) + log(x!), which is log p(0) for x = 0, of a negative binomial distribution.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="shape">1 / dispersion.</param>
    /// <param name="x">The count.</param>
    private static double LogDensityOfNegativeBinomial(double mean, double shape, double x)
    {
        var logTotal = Math.Log(shape + mean);
        return LogGamma(x + shape)
            - LogGamma(shape)
            + (shape * (Math.Log(shape) - logTotal))
            + (x * (Math.Log(Math.Max(mean, float.Epsilon)) - logTotal));
    }

    /// <summary>
    /// Samples a count by inversion that begins at the mode and searches up and down in turn (Devroye 1986, sec. X.3.2). It
    /// needs one uniform number for any rate, and about as many steps as the square root of the rate.
    /// </summary>
    internal static double DrawPoisson(double rate, double uniform)
    {
        var (up, down) = (Math.Floor(rate), Math.Floor(rate));
        var mode = rate > 0 ? Math.Exp((up * Math.Log(rate)) - rate - LogGamma(up + 1)) : 1;
        var (probabilityUp, probabilityDown) = (mode, mode);
        var rest = uniform - mode;
        // The probabilities add up to 1 only up to rounding.
        while (rest >= 0 && probabilityUp + probabilityDown > 1e-20)
        {
            up++;
            probabilityUp *= rate / up;
            rest -= probabilityUp;
            if (rest < 0)
            {
                return up;
            }

            probabilityDown *= down / rate;
            down = Math.Max(down - 1, 0);
            rest -= probabilityDown;
            if (rest < 0)
            {
                return down;
            }
        }

        return Math.Floor(rate);
    }

    /// <summary>
    /// Returns log Gamma(z) for z above 0: Stirling's series (Abramowitz &amp; Stegun 1964, 6.1.41) from 16 on, and below by the recurrence
    /// Gamma(z + 1) = z Gamma(z). The absolute error is below 1E-11, or the rounding of the result.
    /// </summary>
    internal static double LogGamma(double z)
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
}
