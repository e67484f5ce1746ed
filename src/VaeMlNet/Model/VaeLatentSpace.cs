using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The latent space of a model.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeLatentSpace
{
    /// <summary>A diagonal Gaussian posterior with a standard normal prior.</summary>
    public const string Gaussian = "gaussian";

    /// <summary>
    /// <see cref="Groups"/> categorical variables of <see cref="Categories"/> values each with uniform priors; a latent row holds
    /// their probabilities, or ones and zeros, one variable after the other.
    /// </summary>
    public const string Categorical = "categorical";

    /// <summary>Kind of latent: <see cref="Gaussian"/> or <see cref="Categorical"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Width of a latent row: the number of latents, or <see cref="Groups"/> * <see cref="Categories"/>. At least 1.</summary>
    public required int Dim { get; init; }

    /// <summary>Number of variables of <see cref="Categorical"/>; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Groups { get; init; }

    /// <summary>Number of values of each variable of <see cref="Categorical"/>, at least 2; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Categories { get; init; }

    /// <summary>
    /// Names of a latent row's slots where they mean something: "Latent0.Category0" and so on. Null for Gaussian latents, and
    /// for more slots than anybody reads.
    /// </summary>
    internal string[]? SlotNames() =>
        Kind == Categorical && Dim <= VaeMlNet.SlotNames.LargestCount
            ? [.. Enumerable.Range(0, Dim).Select(i => $"Latent{i / Categories}.Category{i % Categories}")]
            : null;
}
