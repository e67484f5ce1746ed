namespace VaeMlNet;

/// <summary>The extent of posterior collapse: collapsed latents have the same posterior for every row.</summary>
public enum VaePosteriorCollapse
{
    /// <summary>Every latent is active.</summary>
    None,

    /// <summary>
    /// Some latents are inactive. That is how a VAE leaves out latents it does not need; with a beta above 1 or a powerful
    /// decoder it may also be information that is lost.
    /// </summary>
    Partial,

    /// <summary>No latent is active: the decoder ignores z, and codes, scores and samples say nothing about a row.</summary>
    Full,
}
