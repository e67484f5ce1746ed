namespace VaeMlNet;

/// <summary>The distribution that new latents are drawn from.</summary>
public enum VaeLatentSampler
{
    /// <summary>
    /// The prior, which the model was trained towards: N(0, I), or a uniform choice for each categorical latent. Where the posteriors of the data leave holes in it, some draws
    /// decode to rows unlike the data.
    /// </summary>
    Prior,

    /// <summary>
    /// The mixture of Gaussians fitted to the posterior means of data, from the model folder's <c>sampler.json</c>: draws stay
    /// where data was.
    /// </summary>
    Mixture,
}
