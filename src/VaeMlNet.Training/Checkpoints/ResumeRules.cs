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
    public void Check(
        VaeTrainerOptions options,
        TrainingData data,
        VariationalAutoencoder network,
        RowChecksums checksums
    )
    {
        CheckOptions(options);
        CheckCounts(data);
        CheckValues(network, checksums);
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

    private void CheckCounts(TrainingData data)
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
            throw OtherData($"{theirs}, but this data has {ours}");
        }
    }

    private void CheckValues(VariationalAutoencoder network, RowChecksums checksums)
    {
        var theirs = Columns(checkpoint.Table, checkpoint.Conditions, checkpoint.Label);
        var ours = Columns(network.Table, network.ConditionLayer?.Conditions, network.Label);
        var (theirNames, ourNames) = (Names(theirs), Names(ours));
        if (theirNames != ourNames)
        {
            throw OtherData($"its columns are {theirNames}, but those of this data are {ourNames}");
        }

        if (ours.Zip(theirs).FirstOrDefault(pair => !AreEqual(pair.First, pair.Second)).First is { } different)
        {
            throw OtherData($"the values of column '{different.Name}', or their order, differ");
        }

        // A checkpoint can be from before checksums were stored.
        var saved = checkpoint.Resume?.Data ?? checksums;
        if (saved.Rows != checksums.Rows || !AreEqual(checkpoint.Table, network.Table))
        {
            throw OtherData("the values of the rows, or their order, differ");
        }

        if (saved.Labels != checksums.Labels)
        {
            throw OtherData("the labels, classes or weights of the rows differ");
        }
    }

    private static TableColumn[] Columns(Table? table, Conditions? conditions, TableColumn? label) =>
        [.. table?.Columns ?? [], .. conditions?.Columns ?? [], .. label is null ? [] : new[] { label }];

    private static string Names(IEnumerable<TableColumn> columns) =>
        string.Join(", ", columns.Select(column => $"'{column.Name}'"));

    private static bool AreEqual<T>(T theirs, T ours) =>
        JsonNode.DeepEquals(
            JsonSerializer.SerializeToNode(theirs, CheckpointJson.Comparable),
            JsonSerializer.SerializeToNode(ours, CheckpointJson.Comparable)
        );

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

    // The number of epochs may change, so that a training can be continued for longer, and with it the epoch from which rows are trimmed and the
    // warm-up of series. The covering threshold is known after training only.
    private static JsonObject Members(VaeTrainerOptions options) =>
        JsonSerializer
            .SerializeToNode(
                options with
                {
                    EpochCount = 1,
                    TrimFromEpoch = null,
                    KlWarmUpEpochs = options.Series is null ? options.KlWarmUpEpochs : null,
                    Series = options.Series is { } series ? series with { CoveringThreshold = null } : null,
                },
                CheckpointJson.Options
            )!
            .AsObject();

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private InvalidOperationException OtherData(string reason) =>
        CannotResume($"it was created with other data: {reason}");

    private InvalidOperationException CannotResume(string reason) =>
        new(
            $"Training cannot resume from checkpoint '{folder}': {reason}. Use the same options and data, choose another folder, or "
                + "start again without resuming."
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

    /// <summary>Gets the SHA-256 of the rows; null in checkpoints from before it was stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RowChecksums? Data { get; init; }
}
