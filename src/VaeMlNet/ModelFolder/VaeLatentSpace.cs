namespace VaeMlNet;

/// <summary>The latent space of a model.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeLatentSpace
{
    /// <summary>The kind that this library reads: a diagonal Gaussian posterior with a standard normal prior.</summary>
    public const string Gaussian = "gaussian";

    /// <summary>Kind of latent: <see cref="Gaussian"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Number L of latents. At least 1.</summary>
    public required int Dim { get; init; }
}
