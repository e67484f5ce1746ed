namespace VaeMlNet;

/// <summary>
/// Options for discrete latents: each latent is one of K categories, with a uniform prior. Training relaxes the draw to the
/// Gumbel-Softmax distribution (Jang, Gu &amp; Poole 2017; Maddison, Mnih &amp; Teh 2017).
/// </summary>
/// <remarks>
/// Evaluation draws categories; encoding returns probabilities. The KL term is the one of the categories, sum of q log(q K), at any
/// temperature. <see cref="VaeTrainerOptions.Temperature"/> determines the temperature.
/// </remarks>
public sealed record GumbelSoftmaxLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the number of categories K of each latent.</summary>
    /// <value>Default: 10. Range: 2 and up.</value>
    public int CategoryCount { get; init; } = 10;

    /// <summary>
    /// Gets whether the decoder receives one-hot draws during training, with the gradient of the relaxed ones (straight-through; Jang et
    /// al. 2017, sec. 2.2).
    /// </summary>
    /// <value>Default: false.</value>
    /// <remarks>Choose true for a decoder that never sees values between categories. Its gradient is biased.</remarks>
    public bool IsStraightThrough { get; init; }

    internal override void Check() => OptionRange.AtLeast(CategoryCount, 2, "Latent.CategoryCount");

    internal override LatentDistribution Create(int latentDim) => new GumbelSoftmaxLatent(latentDim, this);
}
