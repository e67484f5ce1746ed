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

    /// <summary>Gets the name of the step in messages, such as <c>EncodeByVae</c>.</summary>
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

    private void Check(OnnxGraphSignature graph)
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
