using System.Text.Json;
using System.Text.Json.Nodes;

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
        var (theirs, ours) = (Members(checkpoint.Options), Members(options));
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
            data.RowCount,
            data.Validation?.Count ?? 0,
            data.Labeled?.Count ?? 0,
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

    // The number of epochs may change, so that a training can be continued for longer. The covering threshold is known after training only.
    private static JsonObject Members(VaeTrainerOptions options) =>
        JsonSerializer
            .SerializeToNode(
                options with
                {
                    EpochCount = 1,
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
