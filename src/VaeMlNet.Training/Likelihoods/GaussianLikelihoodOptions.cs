namespace VaeMlNet;

/// <summary>
/// Independent Gaussian slots: the decoder gives the means, features are any finite numbers. Bring the features to
/// similar spreads first, or let a variance per feature be learned.
/// </summary>
public sealed record GaussianLikelihoodOptions : DecoderLikelihood
{
    /// <summary>
    /// Gets the variance, where learning starts when it is learned. Finite, above 0; learned ones 1E-5 or more.
    /// Default: 1. A smaller one weighs the reconstruction more against the KL.
    /// </summary>
    public double Variance { get; init; } = 1;

    /// <summary>Gets whether the variance is learned. Default: <see cref="LearnedScale.None"/>.</summary>
    public LearnedScale Learned { get; init; } = LearnedScale.None;

    internal override DecoderLikelihood ToChecked()
    {
        OptionRange.FiniteAboveZero(Variance, "Likelihood.Variance");
        OptionRange.Member(Learned, "Likelihood.Learned");
        ScaledLikelihood.CheckStart(Math.Sqrt(Variance), Learned, "Likelihood.Variance", Variance);
        return this;
    }

    internal override IReadOnlyList<InputPart> InputParts(int inputDim) => [new(inputDim, AllowedValues.Finite)];

    internal override Likelihood Create(int inputDim) => new GaussianLikelihood(inputDim, Math.Sqrt(Variance), Learned);
}
