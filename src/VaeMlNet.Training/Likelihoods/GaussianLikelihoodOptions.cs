namespace VaeMlNet;

/// <summary>
/// Independent Gaussian slots: the decoder gives the means, features are any finite numbers. Bring the features to
/// similar spreads first, or let a variance per feature be learned.
/// </summary>
public sealed record GaussianLikelihoodOptions : DecoderLikelihood
{
    /// <summary>
    /// Gets the variance, where learning starts when it is learned. Finite, above 0; learned ones
    /// above <see cref="SmallestVariance"/> by a quarter. Default: 1. A smaller one weighs the reconstruction more against the KL.
    /// </summary>
    public double Variance { get; init; } = 1;

    /// <summary>Gets whether the variance is learned. Default: <see cref="LearnedScale.None"/>.</summary>
    public LearnedScale Learned { get; init; } = LearnedScale.None;

    /// <summary>
    /// Gets what a learned variance stays above, in the features' unit squared. Finite, above 0. Default: exp(-12) = 6.1E-6.
    /// With <see cref="LearnedScale.PerRow"/> a larger one, such as 0.02 of standardized features, keeps values that
    /// repeat exactly from outweighing all others.
    /// </summary>
    public double SmallestVariance { get; init; } = Math.Pow(ScaledLikelihood.DefaultSmallestScale, 2);

    /// <summary>Gets the settings for the standardized numbers of a table.</summary>
    internal static GaussianLikelihoodOptions ForTables { get; } =
        new() { Learned = LearnedScale.PerRow, SmallestVariance = 0.02 };

    internal override DecoderLikelihood ToChecked()
    {
        OptionRange.FiniteAboveZero(Variance, "Likelihood.Variance");
        OptionRange.FiniteAboveZero(SmallestVariance, "Likelihood.SmallestVariance");
        OptionRange.Member(Learned, "Likelihood.Learned");
        ScaledLikelihood.CheckStart(
            Math.Sqrt(Variance),
            Math.Sqrt(SmallestVariance),
            Learned,
            "Likelihood.Variance",
            Variance
        );
        return this;
    }

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Finite)];

    internal override bool IsForNumbers => true;

    internal override Likelihood Create(int inputDim) =>
        Create(inputDim, hasVariance: Learned != LearnedScale.None || Variance != 1);

    internal override Likelihood CreateForNumbers(float[] means, float[] scales) =>
        Create(means.Length, hasVariance: true);

    private GaussianLikelihood Create(int inputDim, bool hasVariance) =>
        new(inputDim, Math.Sqrt(Variance), Math.Sqrt(SmallestVariance), Learned, hasVariance);
}
