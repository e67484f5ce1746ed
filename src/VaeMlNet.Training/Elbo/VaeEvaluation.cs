using System.Globalization;

namespace VaeMlNet;

/// <summary>The losses of a model on rows, and the use of its latents.</summary>
/// <remarks>Figures are in nats per row: sums over slots and latents, means over rows. Thread safety: immutable.</remarks>
public sealed record VaeEvaluation
{
    /// <summary>Gets the number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the loss as separate terms, with one sample of z per row and the beta of the training.</summary>
    public required VaeLoss Loss { get; init; }

    /// <summary>Gets the evidence lower bound, -(reconstruction + KL), which does not depend on beta.</summary>
    public double Elbo => -(Loss.Reconstruction + Loss.Kl);

    /// <summary>
    /// Gets the importance-weighted estimate of log p(x) with <see cref="SampleCount"/> samples (Burda et al. 2016, eq. 8): a
    /// lower bound, tighter than <see cref="Elbo"/>.
    /// </summary>
    public required double LogLikelihood { get; init; }

    /// <summary>Gets the number K of samples per row for <see cref="LogLikelihood"/>.</summary>
    public required int SampleCount { get; init; }

    /// <summary>Gets the use of each latent, in order.</summary>
    public required IReadOnlyList<VaeLatentUse> Latents { get; init; }

    /// <summary>Gets the number of active latents.</summary>
    public int ActiveUnitCount => Latents.Count(latent => latent.IsActive);

    /// <summary>
    /// Gets an explanation of posterior collapse in a sentence or two; null if every latent is active. Collapsed latents have the same posterior for
    /// every row.
    /// </summary>
    /// <remarks>
    /// With an <see cref="ActiveUnitCount"/> of 0, the decoder ignores z, so that embeddings, scores and samples contain no information about a row.
    /// A VAE also deactivates latents that it does not need. With a beta above 1 or a powerful decoder, it can lose information this way.
    /// </remarks>
    public string? CollapseWarning =>
        ActiveUnitCount == Latents.Count ? null
        : ActiveUnitCount == 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Posterior collapse: none of the {Latents.Count} latents responds to the data, so the decoder ignores them. "
                    + $"Lower Beta, warm the KL term up, or use free bits; check the scale of the features."
            )
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Latents.Count - ActiveUnitCount} of {Latents.Count} latents have collapsed onto the prior "
                + $"({InactiveLatents()}). Fewer latents would be enough. If too much detail is lost, lower Beta or use free bits."
        );

    private string InactiveLatents() =>
        string.Join(", ", Latents.Where(latent => !latent.IsActive).Select(latent => latent.Index));
}
