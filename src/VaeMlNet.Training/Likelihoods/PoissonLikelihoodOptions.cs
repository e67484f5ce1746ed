namespace VaeMlNet;

/// <summary>
/// Independent Poisson slots for counts, such as numbers of visits or failures: the decoder computes the logarithms of the
/// rates. Values are whole numbers from 0 to 16,777,216. In tables, cells can be missing.
/// </summary>
/// <remarks>
/// The variance of a Poisson distribution equals its mean. For counts that vary more, use <see
/// cref="NegativeBinomialLikelihoodOptions"/>. The encoder's input is log(1 + x). Rates are below 16,777,216.
/// </remarks>
public sealed record PoissonLikelihoodOptions : DecoderLikelihood
{
    internal override INumberFormula ZeroInflatedFormula => new ZeroInflatedFormula<PoissonFormula>();

    internal override double ToEncoderUnit(double number) => Math.Log(1 + number);

    private protected override IFormula Formula => new PoissonFormula();

    private protected override GradientFactory Gradient =>
        (likelihood, _) => new PoissonGradient(new(likelihood.Centers, likelihood.Deviations));
}
