namespace VaeMlNet;

/// <summary>
/// Options for discrete latents: each latent is one of K categories, with a uniform prior. Training samples from the
/// Gumbel-Softmax distribution, a continuous relaxation (Jang, Gu &amp; Poole 2017; Maddison, Mnih &amp; Teh 2017).
/// </summary>
/// <remarks>
/// Evaluation samples categories; encoding returns probabilities. At any temperature, the KL term is that of the categories,
/// the sum of q log(q K). <see cref="VaeTrainerOptions.MinimumTemperature"/> and <see cref="VaeTrainerOptions.TemperatureDecay"/> set the temperature.
/// </remarks>
public sealed record GumbelSoftmaxLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the number of categories K of each latent.</summary>
    /// <value>Default: 10. Range: 2 and up.</value>
    public int CategoryCount { get; init; } = 10;

    internal override int WidthPerLatent => CategoryCount;

    internal override void Check() => OptionRange.AtLeast(CategoryCount, 2, "Latent.CategoryCount");

    internal override LatentDistribution Create(int latentDim) => new GumbelSoftmaxLatent(latentDim, CategoryCount);
}
