namespace VaeMlNet;

/// <summary>
/// Options for continuous latents: a Gaussian posterior with a variance for each latent, and the prior N(0, I) (Kingma &amp; Welling
/// 2014, App. B).
/// </summary>
public sealed record GaussianLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the meaning of the network's output for the posterior's standard deviation.</summary>
    /// <value>Default: <see cref="PosteriorScale.LogVariance"/>.</value>
    public PosteriorScale Scale { get; init; } = PosteriorScale.LogVariance;

    /// <summary>Gets the bound of the log-variances: values outside ±LogVarianceBound are replaced by the nearer bound.</summary>
    /// <value>
    /// Default: 20, which allows standard deviations from 0.000045 to 22,026. Range: above 0 and at most 80; null for no bound.
    /// </value>
    /// <remarks>
    /// The bound keeps the loss, its gradients and the scores of rows far from the training data finite, because the exponential of a
    /// log-variance overflows float32 above 88. Choose null to export the same encoder.onnx as without a bound. Ignored by <see
    /// cref="PosteriorScale.Softplus"/>.
    /// </remarks>
    public double? LogVarianceBound { get; init; } = 20;

    internal override void Check(int latentDim)
    {
        OptionRange.Member(Scale, "Latent.Scale");
        OptionRange.Require(
            LogVarianceBound is null or (> 0 and <= 80),
            "Latent.LogVarianceBound",
            LogVarianceBound ?? 0,
            $"above 0 and at most 80, or null"
        );
    }

    internal override LatentDistribution Create(int latentDim) =>
        Scale == PosteriorScale.Softplus
            ? new SoftplusGaussianLatent(latentDim)
            : new GaussianLatent(latentDim, LogVarianceBound);
}
