namespace VaeMlNet;

/// <summary>The distribution from which new latents are sampled.</summary>
public enum VaeLatentSampler
{
    /// <summary>
    /// The prior of the training: N(0, I), or uniform for each categorical latent. If the posteriors of the data leave gaps in
    /// it, some samples decode to rows that do not resemble the data.
    /// </summary>
    Prior,

    /// <summary>
    /// The mixture of Gaussians that was fitted to the posterior means of data, from the model folder's <c>sampler.json</c>.
    /// Its samples stay in regions that contain data.
    /// </summary>
    Mixture,
}
