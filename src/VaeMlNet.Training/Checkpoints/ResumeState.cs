using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The state that training needs besides the model in order to resume. Checkpoints contain it.</summary>
/// <remarks>
/// Schedules, shuffling and noise are functions of the options, the epoch and the history. Therefore the state does not contain
/// them.
/// </remarks>
internal sealed record ResumeState
{
    /// <summary>
    /// Gets the SHA-256 of the weights after the last epoch. The weights of the model can be those of a better epoch.
    /// </summary>
    public required string LastWeightsSha256 { get; init; }

    /// <summary>Gets the SHA-256 of the average of the weights after the last epoch; null without averaging.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AverageWeightsSha256 { get; init; }

    /// <summary>Gets the SHA-256 of the optimizer's state after the last epoch.</summary>
    public required string OptimizerSha256 { get; init; }
}
