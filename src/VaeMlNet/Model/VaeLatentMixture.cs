namespace VaeMlNet;

/// <summary>
/// A mixture of Gaussians over the latent space, p(z) = sum over k of Weight_k N(z; Mean_k, Covariance_k), fitted to the
/// posterior means of data. A model folder has it in <c>sampler.json</c>.
/// </summary>
/// <remarks>
/// Draw from it with <c>mlContext.Data.VaeSample</c> and <see cref="VaeLatentSampler.Mixture"/>.
/// Immutable, hence safe to use from several threads.
/// </remarks>
public sealed record VaeLatentMixture
{
    /// <summary>The components, at least one and at most 1024, all of the same number of latents; their weights sum to 1.</summary>
    public required IReadOnlyList<VaeLatentComponent> Components { get; init; }
}
