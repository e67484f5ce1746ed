using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// What a step needs to run in batches again, kept in the metadata of the graph that a saved pipeline holds. ML.NET keeps the
/// graph and does not look at its metadata.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed record SavedStep
{
    private const string Key = "vae_step";
    private const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Name of the step in messages, such as <c>VaeEncode</c>.</summary>
    public required string Step { get; init; }

    /// <summary>Last part of the model folder's path, for messages.</summary>
    public required string Model { get; init; }

    /// <summary>The column that the user named, for messages; the graph reads a copy of it.</summary>
    public required string InputColumn { get; init; }

    /// <summary>What the slots of the input are, in messages.</summary>
    public required string InputSlots { get; init; }

    /// <summary>Input of the graph, and column that it reads: float32 [N, width].</summary>
    public required GraphTensor Input { get; init; }

    public required IReadOnlyList<SavedOutput> Outputs { get; init; }

    public required int BatchSize { get; init; }

    /// <summary>What the input's slots may hold, one part after the other; empty when they are not checked.</summary>
    public required IReadOnlyList<InputPart> Range { get; init; }

    public byte[] WriteInto(OnnxGraphEditor graph) =>
        graph.AddMetadata(Key, JsonSerializer.Serialize(this, SavedJson.Options)).ToBytes();

    /// <summary>Reads a step from a graph; null when the graph is not one that VaeMlNet saved.</summary>
    /// <exception cref="FormatException">The graph says that it is one, but what it says is damaged or of a newer version.</exception>
    public static SavedStep? Find(byte[] graph)
    {
        try
        {
            if (OnnxMetadata.Find(graph, Key) is not { } text)
            {
                return null;
            }
            SavedStep step =
                JsonSerializer.Deserialize<SavedStep>(text, SavedJson.Options)
                ?? throw new JsonException("It holds only null.");
            step.Check(OnnxModelReader.Read(graph, OnnxGraphEditor.SlotNamesDomain));
            return step;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidDataException)
        {
            throw Damaged(e);
        }
    }

    /// <summary>The step again: it gives the columns of the graph's outputs, which the pipeline's next transformers take.</summary>
    /// <exception cref="FormatException">Names or batch size are none that a step can have.</exception>
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

    private BatchedOnnxStep Unchecked(byte[] graph, SessionSettings settings) =>
        new()
        {
            Name = Step,
            ModelFolder = Model,
            Graphs = [new StepGraph("its graph in the saved pipeline", graph, [Input])],
            Inputs =
            [
                new FeatureInput(Input, Input.Name, Model)
                {
                    Step = Step,
                    Range = new InputRange(Range, Model),
                    Slots = InputSlots,
                    ColumnInMessages = InputColumn,
                },
            ],
            Outputs = [.. Outputs.Select(o => new VectorOutput(o.Column, o.Tensor, slotNames: o.SlotNames))],
            BatchSize = BatchSize,
            Settings = settings,
        };

    private static FormatException Damaged(Exception cause) =>
        new(
            $"A step of the saved pipeline cannot be batched again: its graph's metadata '{Key}' is damaged or of a newer version ({cause.Reason()}). Use the loaded pipeline as it is, row by row, or save it again from the model folder.",
            cause
        );

    private void Check(OnnxGraphSignature graph)
    {
        bool isConsistent =
            FormatVersion == CurrentFormatVersion
            && Input.Width is > 0 and <= ManifestRules.LargestWidth
            && BatchSize > 0
            && Outputs.Count > 0
            && Outputs.All(output => output is not null)
            && graph.Inputs is [{ } only]
            && only.Name == Input.Name
            && only.IsBatchOf(Input.Width)
            && Outputs.All(output => output.IsIn(graph))
            && Range.All(part => part.Width is > 0 && part.Width <= Input.Width && Enum.IsDefined(part.Values))
            && (Range.Count == 0 || Range.Sum(part => (long)part.Width) == Input.Width);
        if (!isConsistent)
        {
            throw new InvalidDataException("it does not fit the graph");
        }
    }
}
