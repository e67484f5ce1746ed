namespace VaeMlNet;

/// <summary>
/// A mixture of Gaussians over the latent space, p(z) = sum over k of Weight_k N(z; Mean_k, Covariance_k), fitted to the
/// posterior means of data. Model folders store it in <c>sampler.json</c>.
/// </summary>
/// <remarks>
/// Sample from it with <c>mlContext.Data.VaeSample</c> and <see cref="VaeSampler.Mixture"/>. Thread safety: immutable.
/// </remarks>
public sealed record VaeLatentMixture
{
    /// <summary>Gets the components: 1 to 1024, all with the same number of latents. Their weights sum to 1.</summary>
    public required IReadOnlyList<VaeLatentComponent> Components { get; init; }
}
