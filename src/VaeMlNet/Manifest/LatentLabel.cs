using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The label that is the last latent of a semi-supervised model (Kingma et al. 2014).</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed record LatentLabel
{
    private const double ShareTolerance = 1e-3;

    /// <summary>Gets the name of the label column.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the prior probability p(y) of each of the K labels: keys in order, or false and true. They add up to 1.</summary>
    public required IReadOnlyList<float> Shares { get; init; }

    /// <summary>Gets the labels as text, in the same order; null if the keys have no values.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Returns the problem of the label of a latent space; null if it is valid.</summary>
    internal static string? Complaint(VaeLatentSpace latent)
    {
        if (latent.Label is not { Name.Length: > 0, Shares.Count: >= 2 } label || label.Shares.Count >= latent.Dim)
        {
            return FormattableString.Invariant(
                $"latent.label has {latent.Label?.Shares?.Count ?? 0} shares, expected at least 2 and fewer than latent.dim, which is {latent.Dim}, and a name"
            );
        }

        return
            label.Shares.All(share => share is > 0 and < 1)
            && Math.Abs(label.Shares.Sum(share => (double)share) - 1) <= ShareTolerance
            && (label.Values is null || label.Values.Count == label.Shares.Count)
            ? null
            : "latent.label has shares that do not add up to 1 or are not above 0, or values that are not as many as its shares";
    }
}
