namespace VaeMlNet;

/// <summary>Poisson counts: -log p = rate - x log(rate) + log(x!). The location is the log-rate.</summary>
/// <remarks>
/// The logarithm of the rate is the natural parameter (McCullagh &amp; Nelder 1989, sec. 6.2), with a decoder instead of the linear predictor
/// (Nazabal et al. 2020). For large counts, the terms cancel out, and few digits remain in float32. With c = max(x, 1) and d = log(rate) -
/// log(c), the sum equals c (exp(d) - 1 - d) + (c - x) (1 + d) + r(x), whose terms are as small as it. r(x) = log(x!) - x log(c) + x is the
/// remainder of Stirling's formula.
/// </remarks>
internal readonly record struct PoissonFormula : INumberFormula
{
    public const string Kind = "poisson";

    public const double SeriesRadius = 0.1;

    public string Name => Kind;

    public AllowedValues Values => AllowedValues.Counts;

    public bool ChangesEncoderInput => true;

    public T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T> => CountRate.EncoderInput(x, center, deviation);

    public T Location<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => CountRate.Log(raw, center, deviation);

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T>
    {
        var c = T.Max(x, 1);
        var d = slot.Location - T.Log(c);
        return (c * ExpRemainder(d)) + ((c - x) * (d + 1)) + T.FactorialRemainder(x);
    }

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => T.Exp(slot.Location);

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded) =>
        new() { Location = CountRate.OfDecoded(decoded.Mean) };

    public double Variance(DecodedParameters decoded) => decoded.Mean;

    public double Draw(DecodedParameters decoded, RowRandom random, int slot) =>
        Draw(decoded.Mean, random.Uniform(slot));

    /// <summary>
    /// Samples a count by inversion that begins at the mode and searches up and down in turn (Devroye 1986, sec. X.3.2). It
    /// needs one uniform number for any rate, and about as many steps as the square root of the rate.
    /// </summary>
    public static double Draw(double rate, double uniform)
    {
        var (up, down) = (Math.Floor(rate), Math.Floor(rate));
        var mode = rate > 0 ? Math.Exp((up * Math.Log(rate)) - rate - GammaFunction.Log(up + 1)) : 1;
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

    /// <summary>Returns exp(d) - 1 - d. It uses the series d^2/2 + d^3/6 + ... near 0, where the terms would cancel out.</summary>
    private static T ExpRemainder<T>(T d)
        where T : struct, IFormulaNumber<T>
    {
        var near = T.Clamp(d, -SeriesRadius, SeriesRadius);
        var sum = (near * (1 / 5040.0)) + (1 / 720.0);
        sum = (sum * near) + (1 / 120.0);
        sum = (sum * near) + (1 / 24.0);
        sum = (sum * near) + (1 / 6.0);
        sum = (sum * near) + (1 / 2.0);
        return T.WhereGreater(T.Square(d), SeriesRadius * SeriesRadius, T.Exp(d) - 1 - d, sum * T.Square(near));
    }
}
