using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// Options for continuous latents: a Gaussian posterior with a variance for each latent, and the prior N(0, I) (Kingma &amp; Welling
/// 2014, App. B).
/// </summary>
public sealed record GaussianLatentOptions : VaeLatentOptions
{
    /// <summary>
    /// Gets whether the network computes the inverse softplus of the posterior's standard deviations, sigma = softplus(s) + 0.0001, instead of
    /// log-variances.
    /// </summary>
    /// <value>Default: false, log-variances limited to ±20, the usual choice (Kingma &amp; Welling 2014, App. C.2).</value>
    /// <remarks>
    /// Choose true for standard deviations that grow only linearly, whereas the exponential of a log-variance can overflow. The lower bound keeps
    /// log(sigma) finite. In JSON, it is <c>"scale": "softplus"</c>.
    /// </remarks>
    [JsonIgnore]
    public bool HasSoftplusScale
    {
        get => Scale == PosteriorScale.Softplus;
        init => Scale = value ? PosteriorScale.Softplus : PosteriorScale.LogVariance;
    }

    /// <summary>Gets <see cref="HasSoftplusScale"/> as files have it.</summary>
    [JsonInclude]
    internal PosteriorScale Scale { get; init; }

    internal override void Check() => OptionRange.Member(Scale, "Latent.Scale");

    internal override LatentDistribution Create(int latentDim) =>
        HasSoftplusScale ? new SoftplusGaussianLatent(latentDim) : new GaussianLatent(latentDim);
}

/// <summary>The names of the scales of Gaussian posteriors in JSON.</summary>
internal enum PosteriorScale
{
    LogVariance,
    Softplus,
}
