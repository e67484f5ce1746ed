using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The epochs of a model's training. Model folders store them in <c>history.json</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="BestEpoch">
/// The number of the epoch with the lowest validation loss at the full weight of KL; without validation data, with the lowest
/// training loss.
/// </param>
/// <param name="Epochs">The epochs in order, numbered from 1. At least one.</param>
internal sealed record TrainingHistory(int BestEpoch, IReadOnlyList<VaeEpoch> Epochs)
{
    [JsonRequired]
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; } = 1;
}
