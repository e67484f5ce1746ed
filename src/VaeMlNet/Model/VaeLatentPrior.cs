using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>A prior p(z) of Gaussian latents that was learned with the model.</summary>
/// <remarks>
/// Matrices are row after row. Members that a kind does not have are null. Thread safety: immutable.
/// </remarks>
public sealed record VaeLatentPrior
{
    /// <summary>A mixture of Gaussians, each with a variance for each latent. It is also the prior of a VampPrior model.</summary>
    public const string Mixture = "mixture";

    /// <summary>A normalizing flow of affine <see cref="Couplings"/>, applied to N(0, I).</summary>
    public const string Flow = "flow";

    /// <summary>Gets the kind of prior: <see cref="Mixture"/> or <see cref="Flow"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the weights of the K components of <see cref="Mixture"/>, at least 0. They add up to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Weights { get; init; }

    /// <summary>Gets the means of the components of <see cref="Mixture"/>, [K, L].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Means { get; init; }

    /// <summary>Gets the variances of the components of <see cref="Mixture"/>, [K, L], above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Variances { get; init; }

    /// <summary>
    /// Gets the couplings of <see cref="Flow"/>, in the order in which they convert z to N(0, I). Sampling applies their inverses in reverse
    /// order.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<VaeAffineCoupling>? Couplings { get; init; }
}
