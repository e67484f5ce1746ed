namespace VaeMlNet;

/// <summary>The state that training needs, beside the model, to resume. Part of a checkpoint.</summary>
/// <remarks>
/// Schedules, shuffling and noise are functions of the options, the epoch and the history, so nothing of them is kept.
/// </remarks>
internal sealed record ResumeState
{
    /// <summary>The weights after the last epoch; those of the model may be of a better one.</summary>
    public required string LastWeightsSha256 { get; init; }

    /// <summary>The optimizer's state after the last epoch.</summary>
    public required string OptimizerSha256 { get; init; }
}
