namespace VaeMlNet;

/// <summary>
/// Options for continuous latents: a Gaussian posterior with a variance for each latent, and the prior N(0, I) (Kingma &amp; Welling
/// 2014, App. B).
/// </summary>
public sealed record GaussianLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the meaning of the network's output for the posterior's standard deviation.</summary>
    /// <value>Default: <see cref="VaePosteriorScale.LogVariance"/>, limited to ±20.</value>
    public VaePosteriorScale Scale { get; init; } = VaePosteriorScale.LogVariance;

    internal override void Check() => OptionRange.Member(Scale, "Latent.Scale");

    internal override LatentDistribution Create(int latentDim) =>
        Scale == VaePosteriorScale.Softplus ? new SoftplusGaussianLatent(latentDim) : new GaussianLatent(latentDim);
}
