namespace VaeMlNet;

/// <summary>Bernoulli slots of values in [0, 1]: p(x|z) = p^x (1-p)^(1-x). The location is the logit of p.</summary>
/// <remarks>-log p(x|z) is the cross-entropy of x and p.</remarks>
internal readonly record struct BernoulliFormula : IFormula
{
    public const string Kind = "bernoulli";

    public string Name => Kind;

    public AllowedValues Values => AllowedValues.UnitInterval;

    public T NegativeLogLikelihood<T>(T x, in SlotParameters<T> slot, in ScaleTerms<T> scale)
        where T : struct, IFormulaNumber<T> => T.CrossEntropy(slot.Location, x);

    public T Mean<T>(in SlotParameters<T> slot)
        where T : struct, IFormulaNumber<T> => T.Sigmoid(slot.Location);
}
