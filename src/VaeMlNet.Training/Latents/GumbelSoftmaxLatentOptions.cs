namespace VaeMlNet;

/// <summary>
/// Discrete latents: each is one of K categories, with a uniform prior. Training relaxes the draw to the Gumbel-Softmax
/// distribution (Jang, Gu &amp; Poole 2017; Maddison, Mnih &amp; Teh 2017); evaluation draws categories; encoding gives
/// probabilities.
/// </summary>
/// <remarks>
/// The KL is that of the categories, sum of q log(q K), whatever the temperature. The temperature falls with the training
/// steps t: max(<see cref="FinalTemperature"/>, <see cref="InitialTemperature"/> exp(-<see cref="AnnealingRate"/> t))
/// (Jang et al. 2017, sec. 4.2).
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

    /// <summary>Gets the temperature of the first step. Finite, above 0. Default: 1. Higher ones are smoother.</summary>
    public double InitialTemperature { get; init; } = 1;

    /// <summary>
    /// Gets the lowest temperature. Finite, above 0, at most <see cref="InitialTemperature"/>. Default: 0.5. Lower ones are
    /// nearer to categories, with a larger variance of the gradient.
    /// </summary>
    public double FinalTemperature { get; init; } = 0.5;

    /// <summary>Gets how fast the temperature falls, per training step. Finite, at least 0. Default: 0.0001.</summary>
    public double AnnealingRate { get; init; } = 1e-4;

    internal override void Check()
    {
        OptionRange.AtLeast(CategoryCount, 2, "Latent.CategoryCount");
        OptionRange.FiniteAboveZero(InitialTemperature, "Latent.InitialTemperature");
        OptionRange.FiniteAboveZero(FinalTemperature, "Latent.FinalTemperature");
        OptionRange.Require(
            FinalTemperature <= InitialTemperature,
            "Latent.FinalTemperature",
            FinalTemperature,
            $"at most Latent.InitialTemperature, {InitialTemperature}"
        );
        OptionRange.FiniteAtLeast(AnnealingRate, 0, "Latent.AnnealingRate");
    }

    internal override LatentDistribution Create(int latentDim) => new GumbelSoftmaxLatent(latentDim, this);

    /// <summary>The temperature of a training step, counted from 0 over all epochs.</summary>
    internal double TemperatureAt(long step) =>
        Math.Max(FinalTemperature, InitialTemperature * Math.Exp(-AnnealingRate * step));
}
