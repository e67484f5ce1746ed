namespace VaeMlNet;

/// <summary>
/// Independent slots of Student's t: the decoder gives the means, features are any finite numbers. The robust choice:
/// a value far out costs its logarithm, not its square, so that few outliers do not bend the model.
/// </summary>
public sealed record StudentTLikelihoodOptions : DecoderLikelihood
{
    /// <summary>
    /// Gets the degrees of freedom. Above 1, so that the mean exists, to 1000. Default: 4. Fewer forgive outliers more;
    /// many make a Gaussian.
    /// </summary>
    public double DegreesOfFreedom { get; init; } = 4;

    /// <summary>
    /// Gets the scale, where learning starts when it is learned: the unit that distances are measured in, not the
    /// standard deviation. Finite, above 0; learned ones above <see cref="SmallestScale"/> by a tenth. Default: 1.
    /// </summary>
    public double Scale { get; init; } = 1;

    /// <summary>Gets whether the scale is learned. Default: <see cref="LearnedScale.None"/>.</summary>
    public LearnedScale Learned { get; init; } = LearnedScale.None;

    /// <summary>
    /// Gets what a learned scale stays above, in the features' unit. Finite, above 0. Default: exp(-6) = 0.0025. With
    /// <see cref="LearnedScale.PerRow"/> a larger one, such as 0.14 of standardized features, keeps values that repeat
    /// exactly from outweighing all others.
    /// </summary>
    public double SmallestScale { get; init; } = ScaledLikelihood.DefaultSmallestScale;

    /// <summary>Gets the settings for the standardized numbers of a table that may have outliers.</summary>
    internal static StudentTLikelihoodOptions ForTables { get; } =
        new()
        {
            DegreesOfFreedom = 4,
            Learned = LearnedScale.PerRow,
            SmallestScale = 0.1,
        };

    internal override DecoderLikelihood ToChecked()
    {
        OptionRange.Require(
            DegreesOfFreedom is > 1 and <= 1000,
            "Likelihood.DegreesOfFreedom",
            DegreesOfFreedom,
            $"above 1 and at most 1000"
        );
        OptionRange.FiniteAboveZero(Scale, "Likelihood.Scale");
        OptionRange.Member(Learned, "Likelihood.Learned");
        OptionRange.FiniteAboveZero(SmallestScale, "Likelihood.SmallestScale");
        ScaledLikelihood.CheckStart(Scale, SmallestScale, Learned, "Likelihood.Scale", Scale);
        return this;
    }

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Finite)];

    internal override bool IsForNumbers => true;

    internal override Likelihood Create(int inputDim) =>
        new StudentTLikelihood(inputDim, DegreesOfFreedom, Scale, SmallestScale, Learned);
}
