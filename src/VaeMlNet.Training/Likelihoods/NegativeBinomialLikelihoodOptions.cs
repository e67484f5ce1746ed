namespace VaeMlNet;

/// <summary>
/// Independent counts that vary more than Poisson counts, such as numbers of purchases or of reads of a gene: a negative binomial
/// distribution for each slot. Values are whole numbers from 0 to 16,777,216. In tables, cells can be missing.
/// </summary>
/// <remarks>
/// <para>
/// The decoder computes the logarithm of the mean m. The variance is m + a m^2 with the dispersion a, which is learned. A small a gives
/// <see cref="PoissonLikelihoodOptions"/>.
/// </para>
/// <para>Source: Lopez et al. 2018, "Deep generative modeling for single-cell transcriptomics". The encoder's input is log(1 + x).</para>
/// </remarks>
public sealed record NegativeBinomialLikelihoodOptions : DecoderLikelihood
{
    /// <summary>Gets the dispersion a. If it is learned, its initial value.</summary>
    /// <value>Default: 1. Range: finite, above 0; if learned, at least a tenth above <see cref="SmallestDispersion"/>.</value>
    public double Dispersion { get; init; } = 1;

    /// <summary>Gets the way in which the dispersion is learned.</summary>
    /// <value>Default: <see cref="LearnedScale.PerFeature"/>.</value>
    /// <remarks>Choose <see cref="LearnedScale.PerRow"/> if some rows vary more than others with the same mean.</remarks>
    public LearnedScale Learned { get; init; } = LearnedScale.PerFeature;

    /// <summary>Gets the lower bound of a learned dispersion.</summary>
    /// <value>Default: 0.0001. Range: finite, above 0. Ignored if <see cref="Learned"/> is <see cref="LearnedScale.None"/>.</value>
    public double SmallestDispersion { get; init; } = 1e-4;

    internal override DecoderLikelihood ToChecked()
    {
        Settings.Check("Likelihood.Dispersion", "Likelihood.SmallestDispersion");
        return this;
    }

    internal override INumberFormula ZeroInflatedFormula => new ZeroInflatedFormula<NegativeBinomialFormula>();

    internal override double ToEncoderUnit(double number) => Math.Log(1 + number);

    private protected override IFormula Formula => new NegativeBinomialFormula();

    private protected override ScaleSettings Settings => new(Dispersion, SmallestDispersion, Learned);

    private protected override GradientFactory Gradient =>
        (likelihood, learned) =>
            likelihood.NewGradient(
                new NegativeBinomialDensity(new(likelihood.Centers, likelihood.Deviations)),
                learned
            );
}
