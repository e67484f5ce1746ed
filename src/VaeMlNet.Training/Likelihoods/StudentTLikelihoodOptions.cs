namespace VaeMlNet;

/// <summary>
/// Independent slots of Student's t: the decoder computes the means, and features are any finite numbers. It is robust: an
/// outlier costs its logarithm instead of its square, so that few outliers do not distort the model.
/// </summary>
/// <remarks>
/// The numbers of a table are standardized by their mean and standard deviation after clipping. The limits are the median and 10 robust
/// standard deviations around it. A robust standard deviation is the distance between the quantiles 0.05 and 0.95, divided by 3.29, so that up
/// to a twentieth of the values can lie anywhere. Columns without such outliers have their usual mean and standard deviation.
/// </remarks>
public sealed record StudentTLikelihoodOptions : VaeLikelihoodOptions
{
    /// <summary>
    /// Gets the degrees of freedom. Range: above 1, so that the mean exists, to 1000. Default: 4. Fewer degrees tolerate
    /// outliers more; many approach a Gaussian.
    /// </summary>
    public double DegreesOfFreedom { get; init; } = 4;

    /// <summary>
    /// Gets the scale: the unit in which distances are measured, not the standard deviation. If it is learned, its initial
    /// value. Range: finite, above 0; if learned, at least a tenth above <see cref="SmallestScale"/>. Default: 1.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>Gets whether the scale is learned. Default: <see cref="VaeLearnedScale.None"/>.</summary>
    public VaeLearnedScale Learned { get; init; } = VaeLearnedScale.None;

    /// <summary>
    /// Gets the lower bound of a learned scale, in the features' unit. Range: finite, above 0. Default: exp(-6) = 0.0025. With
    /// <see cref="VaeLearnedScale.PerRow"/>, choose more, such as 0.14 for standardized features, so that values which repeat
    /// exactly do not outweigh all others. Ignored if <see cref="Learned"/> is <see cref="VaeLearnedScale.None"/>.
    /// </summary>
    public double SmallestScale { get; init; } = ScaleSettings.DefaultSmallest;

    /// <summary>Gets the settings for the standardized numbers of a table with outliers.</summary>
    internal static StudentTLikelihoodOptions ForTables { get; } =
        new()
        {
            DegreesOfFreedom = 4,
            Learned = VaeLearnedScale.PerRow,
            SmallestScale = 0.1,
        };

    internal override VaeLikelihoodOptions ToChecked()
    {
        OptionRange.Require(
            DegreesOfFreedom is > 1 and <= 1000,
            "Likelihood.DegreesOfFreedom",
            DegreesOfFreedom,
            $"above 1 and at most 1000"
        );
        Settings.Check("Likelihood.Scale", "Likelihood.SmallestScale");
        return this;
    }

    internal override bool HasRobustScale => true;

    private protected override IFormula Formula => new StudentTFormula(DegreesOfFreedom);

    private protected override ScaleSettings Settings => new(Scale, SmallestScale, Learned);

    private protected override GradientFactory Gradient =>
        (likelihood, learned) => likelihood.NewRatioGradient(new StudentTDensity(new(DegreesOfFreedom)), learned);
}
