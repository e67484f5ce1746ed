namespace VaeMlNet;

/// <summary>
/// Counts or amounts with more zeros than their distribution explains, such as purchases of people of whom most buy nothing: each slot is 0
/// with a probability that the decoder computes, and otherwise has another distribution.
/// </summary>
/// <remarks>
/// For counts, the other distribution can give zeros too (Lambert 1992). With <see cref="LogNormalLikelihoodOptions"/>, values are at least 0, and
/// all zeros are additional ones (a two-part model, Duan et al. 1983).
/// </remarks>
public sealed record ZeroInflatedLikelihoodOptions : DecoderLikelihood
{
    private const string ValuesName = "Likelihood.Values";

    /// <summary>Gets the distribution of the values besides the additional zeros.</summary>
    /// <value>
    /// Default: <see cref="NegativeBinomialLikelihoodOptions"/>. Allowed: these, <see cref="PoissonLikelihoodOptions"/> or <see
    /// cref="LogNormalLikelihoodOptions"/>.
    /// </value>
    public DecoderLikelihood Values { get; init; } = new NegativeBinomialLikelihoodOptions();

    internal override DecoderLikelihood ToChecked()
    {
        OptionRange.Given(Values, ValuesName).ToChecked();
        OptionRange.Require(
            Values.ZeroInflatedFormula is not null,
            ValuesName,
            Values.GetType().Name,
            $"the options of a Poisson, negative binomial or log-normal likelihood"
        );
        return this;
    }

    internal override double ToEncoderUnit(double number) => Values.ToEncoderUnit(number);

    internal override Likelihood Create(int inputDim) => Values.CreateBesideZeros(inputDim, null, null);

    internal override Likelihood CreateForNumbers(float[] means, float[] scales) =>
        Values.CreateBesideZeros(means.Length, means, scales);

    private protected override IFormula? Formula => Values.ZeroInflatedFormula;
}
