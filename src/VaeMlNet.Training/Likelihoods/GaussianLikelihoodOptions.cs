namespace VaeMlNet;

/// <summary>
/// Independent Gaussian slots: the decoder computes the means, and features are any finite numbers. Scale the features to
/// similar standard deviations first, or learn a variance per feature.
/// </summary>
public sealed record GaussianLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>
    /// Gets the variance. If it is learned, its initial value. Range: finite, above 0; if learned, at least a quarter above
    /// <see cref="SmallestVariance"/>. Default: 1. Choose less to give the reconstruction more weight compared with the KL
    /// divergence.
    /// </summary>
    public double Variance { get; init; } = 1;

    /// <summary>Gets whether the variance is learned. Default: <see cref="VaeLearnedScale.None"/>.</summary>
    public VaeLearnedScale Learned { get; init; } = VaeLearnedScale.None;

    /// <summary>
    /// Gets the lower bound of a learned variance, in the features' unit squared. Range: finite, above 0. Default: exp(-12) =
    /// 6.1E-6. With <see cref="VaeLearnedScale.PerRow"/>, choose more, such as 0.02 for standardized features, so that values
    /// which repeat exactly do not outweigh all others. Ignored if <see cref="Learned"/> is <see cref="VaeLearnedScale.None"/>.
    /// </summary>
    public double SmallestVariance { get; init; } = Math.Pow(ScaleSettings.DefaultSmallest, 2);

    /// <summary>Gets the settings for the standardized numbers of a table.</summary>
    internal static GaussianLikelihoodOptions ForTables { get; } =
        new() { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.02 };

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.FiniteAboveZero(Variance, "Likelihood.Variance");
        OptionRange.FiniteAboveZero(SmallestVariance, "Likelihood.SmallestVariance");
        OptionRange.Member(Learned, "Likelihood.Learned");
        Settings.CheckStart("Likelihood.Variance", Variance);
        return this;
    }

    internal override Likelihood Create(int inputDim)
    {
        var hasVariance = Learned != VaeLearnedScale.None || Variance != 1;
        return New(new GaussianFormula(hasVariance), inputDim);
    }

    internal override Likelihood CreateForNumbers(float[] means, float[] scales) => base.Create(means.Length);

    private protected override IFormula Formula => new GaussianFormula(HasVariance: true);

    private protected override ScaleSettings Settings => new(Math.Sqrt(Variance), Math.Sqrt(SmallestVariance), Learned);

    private protected override GradientFactory Gradient =>
        (likelihood, learned) => likelihood.NewRatioGradient(default(GaussianDensity), learned);
}
