namespace VaeMlNet;

/// <summary>Describes how much one latent of a model responds to rows.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Index">The index of the latent, from 0.</param>
/// <param name="Kl">KL(q(z|x) || p(z)) of this latent in nats, averaged over rows.</param>
/// <param name="PosteriorMeanVariance">
/// The variance of the posterior mean over rows. For a categorical latent, the sum of the variances of its probabilities.
/// </param>
/// <param name="IsActive">
/// Whether the latent carries information about the row: <paramref name="PosteriorMeanVariance"/> above 0.01 (Burda et al. 2016,
/// sec. 5.2).
/// </param>
public sealed record VaeLatentUse(int Index, double Kl, double PosteriorMeanVariance, bool IsActive);
