namespace VaeMlNet;

/// <summary>
/// Numbers of Student's t with n degrees of freedom and the scale s:
/// -log p = (n+1)/2 log(1 + ((x - mean)/s)^2 / n) + log s - log Gamma((n+1)/2) + log Gamma(n/2) + log(n pi)/2
/// (Lange, Little &amp; Taylor 1989, sec. 2).
/// </summary>
internal readonly record struct StudentTFormula(double Degrees) : INumberFormula
{
    public const string Kind = "student_t";

    public string Name => Kind;

    public double? DegreesOfFreedom => Degrees;

    /// <summary>Gets the logarithm of the factor by which the density is divided, besides the scale; NaN without degrees of freedom.</summary>
    public double LogNormalizer { get; } =
        Degrees > 0
            ? GammaFunction.Log(Degrees / 2)
                - GammaFunction.Log((Degrees + 1) / 2)
                + (0.5 * Math.Log(Degrees * Math.PI))
            : double.NaN;

    public IReadOnlyList<LikelihoodParameter> OtherParameters => [new("scale", Power: 1)];

    /// <summary>Returns 1 / (n s^2) and the constant.</summary>
    public ScaleTerms<T> OfScale<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> =>
        new(T.Exp(slot.LogScale * -2) * (1 / Degrees), slot.LogScale + LogNormalizer);

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T> =>
        (T.LogOnePlus(T.Square(x - slot.Location) * scale.First) * ((Degrees + 1) / 2)) + scale.Second;

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => slot.Location;

    public T[] ComputeOtherParameters<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => [T.Exp(slot.LogScale)];

    public SlotParameters<Number> FromDecoded(DecodedParameters decoded) =>
        new() { Location = decoded.Mean, LogScale = Math.Log(decoded.First) };

    public double Variance(DecodedParameters decoded) =>
        Degrees > 2 ? decoded.First * decoded.First * Degrees / (Degrees - 2) : double.PositiveInfinity;

    public double Draw(DecodedParameters decoded, RowRandom random, int slot) =>
        decoded.Mean + (decoded.First * random.StudentT(slot, Degrees));
}
