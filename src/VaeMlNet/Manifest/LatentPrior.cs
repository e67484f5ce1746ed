namespace VaeMlNet;

/// <summary>A prior p(z) of Gaussian latents that was learned with the model: the average of posteriors of a VampPrior.</summary>
/// <remarks>Matrices are row after row. Thread safety: immutable.</remarks>
internal sealed record LatentPrior
{
    /// <summary>A mixture of Gaussians, each with a variance for each latent.</summary>
    public const string Mixture = "mixture";

    /// <summary>Gets the kind of prior: <see cref="Mixture"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the weights of the K components, at least 0. They add up to 1.</summary>
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Gets the means of the components, [K, L].</summary>
    public IReadOnlyList<float>? Means { get; init; }

    /// <summary>Gets the variances of the components, [K, L], above 0.</summary>
    public IReadOnlyList<float>? Variances { get; init; }
}
