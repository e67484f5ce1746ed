using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The options and data that must be unchanged when training resumes from a checkpoint.</summary>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="folder">The folder of the checkpoint, for messages.</param>
internal sealed class ResumeRules(CheckpointDescription checkpoint, string folder)
{
    /// <exception cref="InvalidOperationException">The checkpoint has other options or data.</exception>
    public void Check(VaeTrainerOptions options, TrainingData data)
    {
        CheckOptions(options);
        CheckData(data);
    }

    private void CheckOptions(VaeTrainerOptions options)
    {
        // A checkpoint without the shape of its images may be one from before shapes were recorded.
        var saved = checkpoint.Options with
        {
            Image = checkpoint.Options.Image ?? options.Image,
        };
        var (theirs, ours) = (Members(saved), Members(options));
        var different = ours.Where(member => !JsonNode.DeepEquals(theirs[member.Key], member.Value)).ToArray();
        if (different.Length > 0)
        {
            var facts = different.Select(member =>
                $"{member.Key} is {Text(member.Value)}, but was {Text(theirs[member.Key])}"
            );
            throw CannotResume($"it was created with other options: {string.Join("; ", facts)}");
        }
    }

    private void CheckData(TrainingData data)
    {
        var saved = checkpoint.TrainingData;
        var theirs = Describe(
            saved.RowCount,
            saved.ValidationRowCount,
            saved.LabeledRowCount,
            checkpoint.InputDim,
            saved.Minimum,
            saved.Maximum
        );
        var ours = Describe(
            data.CountedRows,
            data.Validation?.Count ?? 0,
            data.Labeled?.TotalCount ?? 0,
            data.InputDim,
            data.Minimum,
            data.Maximum
        );
        if (theirs != ours)
        {
            throw CannotResume($"it was created with other data: {theirs}, but this data has {ours}");
        }
    }

    private static string Describe(
        long rows,
        long validationRows,
        long labeledRows,
        int width,
        float minimum,
        float maximum
    )
    {
        var labels = labeledRows == 0 ? "" : FormattableString.Invariant($", with {labeledRows} labels");
        return FormattableString.Invariant(
            $"{rows} training and {validationRows} validation rows of {width} values from {minimum} to {maximum}{labels}"
        );
    }

    // The number of epochs may change, so that a training can be continued for longer, and with it the epoch from which rows are trimmed. The
    // covering threshold is known after training only.
    private static JsonObject Members(VaeTrainerOptions options) =>
        JsonSerializer
            .SerializeToNode(
                options with
                {
                    EpochCount = 1,
                    TrimFromEpoch = null,
                    Series = options.Series is { } series ? series with { CoveringThreshold = null } : null,
                },
                CheckpointJson.Options
            )!
            .AsObject();

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private InvalidOperationException CannotResume(string reason) =>
        new(
            $"Training cannot resume from checkpoint '{folder}': {reason}. Use the same options and data, choose another folder, or set "
                + "Resume = false to start again."
        );
}

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
