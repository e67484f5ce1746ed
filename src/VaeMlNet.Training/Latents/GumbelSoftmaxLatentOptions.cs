namespace VaeMlNet;

/// <summary>
/// Discrete latents: each is one of K categories, with a uniform prior. Training relaxes the draw to the Gumbel-Softmax
/// distribution (Jang, Gu &amp; Poole 2017; Maddison, Mnih &amp; Teh 2017); evaluation draws categories; encoding gives
/// probabilities.
/// </summary>
/// <remarks>
/// The KL is that of the categories, sum of q log(q K), whatever the temperature, which falls as
/// <see cref="VaeTrainerOptions.Temperature"/> says.
/// </remarks>
public sealed record GumbelSoftmaxLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the number of categories K of each latent. At least 2. Default: 10.</summary>
    public int CategoryCount { get; init; } = 10;

    /// <summary>
    /// Gets whether the decoder sees one-hot draws in training too, with the gradient of the relaxed ones
    /// (straight-through; Jang et al. 2017, sec. 2.2). Default: false. A biased gradient for a decoder that never sees
    /// anything between categories.
    /// </summary>
    public bool IsStraightThrough { get; init; }

    internal override void Check() => OptionRange.AtLeast(CategoryCount, 2, "Latent.CategoryCount");

    internal override LatentDistribution Create(int latentDim) => new GumbelSoftmaxLatent(latentDim, this);
}
