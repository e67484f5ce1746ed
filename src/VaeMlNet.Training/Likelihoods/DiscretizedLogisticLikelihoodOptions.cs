namespace VaeMlNet;

/// <summary>
/// Independent values of 256 levels, such as the gray values of 8-bit images: the decoder computes the location of a logistic distribution,
/// which is rounded to levels. Features are the levels k/255, with k from 0 to 255. It gives bits per pixel that can be compared with those of
/// papers, which a Bernoulli likelihood of gray values does not.
/// </summary>
/// <remarks>
/// Source: Kingma et al. 2016, "Improved variational inference with inverse autoregressive flow"; Salimans et al. 2017, "PixelCNN++", without
/// mixtures. For features only, not for tables.
/// </remarks>
public sealed record DiscretizedLogisticLikelihoodOptions : DecoderLikelihood
{
    /// <summary>Gets the scale of the logistic distribution; its standard deviation is 1.8 scales. If it is learned, its initial value.</summary>
    /// <value>Default: 0.1. Range: finite, above 0; if learned, at least a tenth above <see cref="SmallestScale"/>.</value>
    public double Scale { get; init; } = 0.1;

    /// <summary>Gets the way in which the scale is learned.</summary>
    /// <value>Default: <see cref="LearnedScale.PerFeature"/>.</value>
    public LearnedScale Learned { get; init; } = LearnedScale.PerFeature;

    /// <summary>Gets the lower bound of a learned scale.</summary>
    /// <value>
    /// Default: 0.001, a quarter of a level. Range: finite, above 0. Ignored if <see cref="Learned"/> is <see cref="LearnedScale.None"/>.
    /// </value>
    public double SmallestScale { get; init; } = 0.001;

    internal override DecoderLikelihood ToChecked()
    {
        ScaledLikelihood.CheckScale(Scale, SmallestScale, Learned, "Likelihood.Scale", "Likelihood.SmallestScale");
        return this;
    }

    internal override IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, AllowedValues.Levels)];

    internal override Likelihood Create(int inputDim) =>
        new DiscretizedLogisticLikelihood(inputDim, Scale, SmallestScale, Learned);
}
