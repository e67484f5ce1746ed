namespace VaeMlNet;

/// <summary>
/// Negative binomial counts. The location is the logarithm of the mean, and the dispersion has the place of the scale. It is at most exp(14), where
/// nearly all counts are 0.
/// </summary>
/// <remarks>
/// With the mean m, the dispersion a and r = 1 / a, the variance is m + a m^2, and -log p = log Gamma(r) + log(x!) - log Gamma(x + r)
/// + r log((r + m) / r) + x log((r + m) / m) (Lopez et al. 2018, suppl. note 3, with the theta of scVI as r). By Stirling's formula, it equals
/// x log1p(u) - r log1p(v) + r(x) + log((x + r) / r) / 2 + s(r) - s(x + r), with s and r(x) of <see cref="GammaFunction"/>,
/// u = r (x - m) / (m (x + r)) and v = (x - m) / (r + m). These terms are about as small as their sum. The first two are half of the deviance.
/// For x = 0, the others vanish.
/// </remarks>
internal readonly record struct NegativeBinomialFormula : INumberFormula
{
    public const string Kind = "negative_binomial";

    public const double LargestLogDispersion = 14;

    /// <summary>The largest rate of a sample, whose counts are in the range that the likelihood allows.</summary>
    private const double LargestRate = 1.6e7;

    public string Name => Kind;

    public AllowedValues Values => AllowedValues.Counts;

    public IReadOnlyList<LikelihoodParameter> OtherParameters => [new("dispersion", Power: 0)];

    public bool UsesFloat64 => true;

    public bool ChangesEncoderInput => true;

    public T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T> => CountRate.EncoderInput(x, center, deviation);

    public T Location<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => CountRate.Log(raw, center, deviation);

    /// <summary>Returns log r, r and s(r).</summary>
    public ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T>
    {
        var logShape = -T.Min(slot.LogScale, LargestLogDispersion);
        var shape = T.Exp(logShape);
        return new(logShape, shape, T.StirlingRemainder(shape));
    }

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T>
    {
        var (logShape, shape, remainder) = scale;
        var rate = T.Exp(slot.Location); // m
        var total = shape + rate; // r + m
        var sum = x + shape;
        var logSum = T.Log(sum);
        var v = (x - rate) / total;
        var second = T.LogOnePlus(v, T.IsSinglePrecision ? logSum - T.Log(total) : v); // log((x + r) / (r + m))
        var counts = T.Max(x, 1); // the first term is 0 for x = 0, if its logarithm is finite
        var first = T.Log(counts) - slot.Location - second;
        if (T.IsSinglePrecision)
        {
            var u = shape * (counts - rate) / (rate * (counts + shape));
            first = T.LogOnePlus(u, first);
        }

        var deviance = (x * first) - (shape * second);
        var rest = ((logSum - logShape) * 0.5) + (remainder - T.StirlingRemainder(sum)) + T.FactorialRemainder(x);
        return deviance + rest;
    }

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => T.Exp(slot.Location);

    public T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => [T.Exp(T.Min(slot.LogScale, LargestLogDispersion))];

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded) =>
        new() { Location = CountRate.OfDecoded(decoded.Mean), LogScale = Math.Log(decoded.First) };

    public double Variance(DecodedParameters decoded) => decoded.Mean + (decoded.First * decoded.Mean * decoded.Mean);

    /// <summary>Samples a Poisson count whose rate is a sample of a gamma distribution.</summary>
    public double Draw(DecodedParameters decoded, RowRandom random, int slot)
    {
        var rate = decoded.Mean * decoded.First * random.Gamma(slot, 1 / decoded.First);
        return PoissonFormula.Draw(Math.Min(rate, LargestRate), random.Uniform(slot));
    }
}
