using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Describes what the score of a detector of normal rows consists of, and how that was chosen.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeNormalRows
{
    /// <summary>The value of <see cref="Score"/> for the likelihood: -log p(x|z) and the KL divergence.</summary>
    public const string OfLikelihood = "likelihood";

    /// <summary>The value of <see cref="Score"/> for the distance to the nearest training rows.</summary>
    public const string OfDistance = "distance";

    /// <summary>The value of <see cref="Score"/> for the sum of both.</summary>
    public const string OfBoth = "both";

    /// <summary>Gets the number of training rows that the model folder contains. At least 2.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets what the score consists of: <see cref="OfLikelihood"/>, <see cref="OfDistance"/> or <see cref="OfBoth"/>.</summary>
    public required string Score { get; init; }

    /// <summary>
    /// Gets the area under the ROC curve of the likelihood for telling held-out rows from the same rows with cells of other rows, in [0, 1]; null if
    /// no rows were held out.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AreaOfLikelihood { get; init; }

    /// <summary>Gets the same area of the distance.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AreaOfDistance { get; init; }

    /// <summary>Gets the same area of the sum of both.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AreaOfBoth { get; init; }
}
