namespace VaeMlNet;

/// <summary>
/// Numbers that are 0 with an additional probability p, and otherwise have another distribution.
/// </summary>
/// <remarks>
/// With the logit l of p and the density f of the other distribution, -log p(0) = -log(p + (1 - p) f(0)) = softplus(-l) - softplus(log f(0) - l), and
/// for other values -log(1 - p) - log f(x) (Lambert 1992). A distribution of positive amounts has no mass at 0, so that p(0) = p (Duan et al. 1983).
/// </remarks>
internal readonly record struct ZeroInflatedFormula<TFormula>(TFormula Others) : INumberFormula
    where TFormula : struct, INumberFormula
{
    public string Name => $"{ZeroInflation.Kind}_{Others.Name}";

    public AllowedValues Values => AreCounts ? Others.Values : AllowedValues.NonNegative;

    public IReadOnlyList<LikelihoodParameter> OtherParameters =>
        [.. Others.OtherParameters, new("zero_probability", Power: 0)];

    public bool UsesFloat64 => Others.UsesFloat64;

    public bool HasZeroLogit => true;

    public bool ChangesEncoderInput => Others.ChangesEncoderInput;

    /// <summary>Gets whether the other distribution gives 0 a probability.</summary>
    private bool AreCounts => Others.Values == AllowedValues.Counts;

    public T EncoderInput<T>(T x, T center, T deviation)
        where T : struct, IFormulaNumber<T> => Others.EncoderInput(x, center, deviation);

    public T Location<T>(T raw, T center, T deviation)
        where T : struct, IFormulaNumber<T> => Others.Location(raw, center, deviation);

    public ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => Others.OfScale(slot);

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T>
    {
        var ofOthers = Others.NegativeLogLikelihood(x, slot, scale);
        var logit = slot.ZeroLogit;
        var ofZero = T.Softplus(-logit);
        ofZero = AreCounts ? ofZero - T.Softplus(-logit - ofOthers) : ofZero;
        return T.WhereGreater(x, 0, ofOthers + T.Softplus(logit), ofZero);
    }

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => Others.Mean(slot) * T.Sigmoid(-slot.ZeroLogit);

    public T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => [.. Others.ComputeOtherParameters(slot), T.Sigmoid(slot.ZeroLogit)];

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded)
    {
        var p = ZeroProbability(decoded);
        var logit = Math.Log(Math.Max(p, float.Epsilon)) - Math.Log(Math.Max(1 - p, float.Epsilon));
        return Others.FromDecoded(WithoutZeros(decoded)) with { ZeroLogit = logit };
    }

    public double Variance(DecodedParameters decoded)
    {
        var p = ZeroProbability(decoded);
        var others = WithoutZeros(decoded);
        return (1 - p) * (Others.Variance(others) + (p * others.Mean * others.Mean));
    }

    public double Draw(DecodedParameters decoded, RowRandom random, int slot) =>
        random.SecondUniform(slot) < ZeroProbability(decoded) ? 0 : Others.Draw(WithoutZeros(decoded), random, slot);

    private double ZeroProbability(DecodedParameters decoded) =>
        Others.OtherParameters.Count == 0 ? decoded.First : decoded.Second;

    /// <summary>Returns the parameters of the other distribution. The decoder's mean is that of all values.</summary>
    private DecodedParameters WithoutZeros(DecodedParameters decoded) =>
        decoded with
        {
            Mean = decoded.Mean / Math.Max(1 - ZeroProbability(decoded), float.Epsilon),
        };
}

/// <summary>The name that zero-inflated likelihoods have in common.</summary>
internal static class ZeroInflation
{
    public const string Kind = "zero_inflated";
}
