using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// The settings that a step needs to run in batches again, stored in the metadata of the graph in a saved pipeline. ML.NET
/// keeps the graph and ignores its metadata.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed record SavedStep
{
    private const string Key = "vae_step";
    private const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the name of the step in messages, such as <c>VaeEncode</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Gets the last part of the model folder's path, for messages.</summary>
    public required string Model { get; init; }

    public required IReadOnlyList<SavedInput> Inputs { get; init; }

    public required IReadOnlyList<SavedOutput> Outputs { get; init; }

    public required int BatchSize { get; init; }

    public byte[] WriteInto(OnnxGraphEditor graph) => graph.AddMetadata(Key, SavedJson.Write(this)).ToBytes();

    /// <summary>Reads a step from a graph; null if VaeMlNet did not save the graph.</summary>
    /// <exception cref="FormatException">The graph contains a step, but its data is damaged or of a newer version.</exception>
    public static SavedStep? Find(byte[] graph)
    {
        try
        {
            var step = SavedJson.Find<SavedStep>(graph, Key);
            step?.Check(OnnxModelReader.Read(graph, OnnxGraphEditor.SlotNamesDomain));
            return step;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidDataException)
        {
            throw Damaged(e);
        }
    }

    /// <summary>
    /// Creates the step again. Its columns have the names of the graph's outputs, which the pipeline's next transformers read.
    /// </summary>
    /// <exception cref="FormatException">A step cannot have these names or this batch size.</exception>
    public BatchedOnnxStep ToStep(byte[] graph, SessionSettings settings)
    {
        try
        {
            return SavedBatch.Bounded(Unchecked(graph, settings)).Checked();
        }
        catch (ArgumentException e)
        {
            throw Damaged(e);
        }
    }

    private BatchedOnnxStep Unchecked(byte[] graph, SessionSettings settings)
    {
        StepInput[] inputs = [.. Inputs.Select(i => i.ToInput(Step, Model))];
        return new()
        {
            Name = Step,
            ModelFolder = Model,
            Graphs = [new StepGraph("its graph in the saved pipeline", graph, [.. inputs.Select(i => i.Tensor)])],
            Inputs = inputs,
            Outputs = [.. Outputs.Select(o => new VectorOutput(o.Column, o.Tensor, slotNames: o.SlotNames))],
            BatchSize = BatchSize,
            Settings = settings,
        };
    }

    private static FormatException Damaged(Exception cause) =>
        new(
            $"A step of the saved pipeline cannot be batched again: its graph's metadata '{Key}' is damaged or of a newer version ({cause.Reason()}). Use the loaded pipeline row by row, or save it again from the model folder.",
            cause
        );

    private void Check(OnnxGraphSummary graph)
    {
        var isConsistent =
            FormatVersion == CurrentFormatVersion
            && BatchSize > 0
            && Outputs.Count > 0
            && Outputs.All(output => output is not null)
            && Inputs.Count > 0
            && Inputs.Count == graph.Inputs.Count
            && Inputs.All(input => input is not null && input.IsIn(graph))
            && Inputs.DistinctBy(input => input.Tensor.Name).Count() == Inputs.Count
            && Outputs.All(output => output.IsIn(graph));
        if (!isConsistent)
        {
            throw new InvalidDataException("it does not fit the graph");
        }
    }
}

/// <summary>A column that a saved graph computes.</summary>
/// <param name="Column">The name of the column, and of the graph's output for one row: float32 [width].</param>
/// <param name="Tensor">The graph's output for batches: float32 [N, width].</param>
/// <param name="SlotNames">
/// The slot names, or null for none. They come from the schema that the step was fitted on, and the graph also contains them.
/// The column that the graph reads can lack them, because it can be the output of another graph.
/// </param>
internal sealed record SavedOutput(string Column, GraphTensor Tensor, IReadOnlyList<string>? SlotNames = null)
{
    public bool IsIn(OnnxGraphSummary graph) =>
        Tensor.Width is > 0 and <= ManifestRules.LargestWidth
        && graph.Outputs.Any(o => o.Name == Tensor.Name && o.IsBatchOf(Tensor.Width))
        && (SlotNames is null || (SlotNames.Count == Tensor.Width && SlotNames.All(name => name is not null)));
}

/// <summary>Limits the batch size of a restored step. It comes from a file that may be untrusted.</summary>
internal static class SavedBatch
{
    /// <summary>
    /// The largest number of bytes of a batch's inputs and outputs. It allows 10,000 rows of 784 numbers, and fits into the
    /// memory of a small machine.
    /// </summary>
    private const long LargestLength = 32 << 20;

    /// <summary>Returns the step with batches of at most that size, but of at least one row.</summary>
    public static BatchedOnnxStep Bounded(BatchedOnnxStep step)
    {
        var tensors = step.Graphs.SelectMany(g => g.Inputs).Concat(step.Outputs.Select(o => o.Tensor)).Distinct();
        var rowLength = Math.Max(1, tensors.Sum(t => (long)NumberTensor.RowLength(t)));
        return step with { BatchSize = (int)Math.Min(step.BatchSize, Math.Max(1, LargestLength / rowLength)) };
    }
}

/// <summary>Writes VaeMlNet's JSON into the metadata of saved graphs, and reads it from files that may be untrusted.</summary>
[UnconditionalSuppressMessage(
    "Trimming",
    "IL2026",
    Justification = "Only pipelines use it. They begin with VaeCatalog, which is marked with RequiresUnreferencedCode."
)]
[UnconditionalSuppressMessage(
    "AOT",
    "IL3050",
    Justification = "Only pipelines use it. They begin with VaeCatalog, which is marked with RequiresDynamicCode."
)]
internal static class SavedJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        MaxDepth = 16,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads a value from the metadata of a graph; null if the graph has none of that key.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a graph.</exception>
    public static T? Find<T>(byte[] graph, string key)
        where T : class =>
        OnnxMetadata.Find(graph, key) is { } text
            ? JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException("It contains only null.")
            : null;
}
