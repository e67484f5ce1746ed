namespace VaeMlNet;

/// <summary>The extent of posterior collapse: collapsed latents have the same posterior for every row.</summary>
public enum VaePosteriorCollapse
{
    /// <summary>Every latent is active.</summary>
    None,

    /// <summary>
    /// Some latents are inactive. A VAE deactivates latents that it does not need. With a beta above 1 or a powerful decoder,
    /// it can also lose information this way.
    /// </summary>
    Partial,

    /// <summary>
    /// No latent is active. The decoder ignores z, so that embeddings, scores and samples contain no information about a row.
    /// </summary>
    Full,
}
