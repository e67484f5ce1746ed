namespace VaeMlNet;

/// <summary>Normal numbers: -log p = ((x - mean)^2 / variance + log(variance) + log(2 pi)) / 2.</summary>
/// <param name="HasVariance">
/// Whether the decoder's graph has the variance as an output. Features with the fixed variance 1 do not; their likelihood has a
/// separate name in the manifest.
/// </param>
internal readonly record struct GaussianFormula(bool HasVariance) : INumberFormula
{
    public const string Kind = "gaussian";
    public const string KindOfUnitVariance = "gaussian_unit_variance";

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public string Name => HasVariance ? Kind : KindOfUnitVariance;

    public IReadOnlyList<LikelihoodParameter> OtherParameters => HasVariance ? [new("variance", Power: 2)] : [];

    /// <summary>Returns 1 / (2 variance) and the constant.</summary>
    public ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => new(T.Exp(slot.LogScale * -2) * 0.5, slot.LogScale + HalfLogTwoPi);

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T> => (T.Square(x - slot.Location) * scale.First) + scale.Second;

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => slot.Location;

    public T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => HasVariance ? [T.Exp(slot.LogScale * 2)] : [];

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded) =>
        new() { Location = decoded.Mean, LogScale = HasVariance ? Math.Log(decoded.First) / 2 : 0 };

    public double Variance(DecodedParameters decoded) => decoded.First;

    public double Draw(DecodedParameters decoded, RowRandom random, int slot) =>
        decoded.Mean + (Math.Sqrt(decoded.First) * random.Normal(slot));
}
