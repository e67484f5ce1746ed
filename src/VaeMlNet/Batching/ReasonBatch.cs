using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// A batch of a step that scores rows and tells the reasons. It runs scorer.onnx, and then encoder.onnx, decoder.onnx and imputer.onnx on the rows without
/// the cells that raise their scores most, so that the model expects these cells from the others.
/// </summary>
internal sealed class ReasonBatch : StepBatch
{
    private readonly OnnxBatch scorer;
    private readonly OnnxBatch encoder;
    private readonly OnnxBatch decoder;
    private readonly OnnxBatch? imputer; // null where no cell can be missing
    private readonly float[] expected; // [R]
    private readonly RowReasons reasons;
    private readonly int contributions;
    private readonly int reasonsOutput; // -1 if nobody asks for them
    private readonly int[] outputOfScorer;
    private readonly int[][] chosen;
    private readonly ReadOnlyMemory<char>[][] texts;

    /// <param name="step">A step whose graphs are encoder, decoder, scorer, and imputer if the folder has one.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="outputs">The requested outputs: those of the scorer, and <see cref="Reasons"/>.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    public ReasonBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity)
    {
        reasons = step.Reasons!;
        reasonsOutput = outputs.ToList().IndexOf(Reasons);
        List<GraphTensor> computed = [.. outputs.Where(output => output != Reasons)];
        contributions = computed.FindIndex(output => output.Name == reasons.Tensor);
        if (contributions < 0)
        {
            contributions = computed.Count;
            computed.Add(
                GraphTensors.ScorerOutputs(step.Folder!.Manifest).Single(output => output.Name == reasons.Tensor)
            );
        }

        outputOfScorer = [.. outputs.Select(output => computed.IndexOf(output))];
        var (encoding, decoding, scoring) = (step.Graphs[0], step.Graphs[1], step.Graphs[2]);
        encoder = new(sessions.Leases[0], encoding.Inputs, encoding.Outputs([]), capacity);
        var decoded = GraphTensors.DecoderOutputs(step.Folder!.Manifest)[0];
        decoder = new(sessions.Leases[1], decoding.Inputs, [decoded], capacity);
        expected = new float[decoded.Width];
        scorer = new(sessions.Leases[2], scoring.Inputs, computed, capacity);
        imputer = step.Folder.Imputer is null
            ? null
            : new(
                sessions.Leases[3],
                step.Graphs[3].Inputs,
                GraphTensors.ImputerOutputs(step.Folder.Manifest),
                capacity
            );
        chosen = new int[capacity][];
        texts = new ReadOnlyMemory<char>[capacity][];
    }

    /// <summary>Gets the output with the reasons, which no graph computes.</summary>
    public static GraphTensor Reasons { get; } =
        new("reasons", RowReasons.Most) { ElementType = TensorElementType.String };

    /// <summary>Gets or sets the texts of the input columns.</summary>
    public InputTexts Texts { get; set; } = new([], []);

    public override RowValues Input(int input, int row) => scorer.Input(input, row);

    public override RowValues Output(int output, int row) =>
        output == reasonsOutput ? new(texts[row]) : scorer.Output(outputOfScorer[output], row);

    public override void Run(int rowCount)
    {
        scorer.Run(rowCount);
        if (reasonsOutput < 0)
        {
            return;
        }

        for (var row = 0; row < rowCount; row++)
        {
            chosen[row] = reasons.Choose(scorer.Output<float>(contributions, row));
            encoder.Inputs.CopyRow(scorer.Inputs, row, row);
            reasons.Hide(chosen[row], encoder, row);
            imputer?.Inputs.CopyRow(encoder.Inputs, row, row);
        }

        imputer?.Run(rowCount);
        encoder.Run(rowCount);
        encoder.OutputRows<float>(0, rowCount).CopyTo(decoder.InputRows<float>(0, rowCount));
        decoder.CopyLastInputs(encoder, decoder.Inputs.Names.Length - 1, rowCount);
        decoder.Run(rowCount);
        for (var row = 0; row < rowCount; row++)
        {
            decoder.Output<float>(0, row).CopyTo(expected);
            if (imputer is not null)
            {
                reasons.Expect(chosen[row], imputer, row, expected);
            }

            texts[row] = reasons.Tell(
                chosen[row],
                new(scorer, row, scorer.Output<float>(contributions, row), expected, Texts)
            );
        }
    }

    public override void Dispose()
    {
        scorer.Dispose();
        encoder.Dispose();
        decoder.Dispose();
        imputer?.Dispose();
    }
}

/// <summary>Passes the texts of the input columns to a batch that tells reasons.</summary>
internal sealed class InputTextsReader(InputTexts texts) : InputReader
{
    public override bool Read(StepBatch batch, int row)
    {
        ((ReasonBatch)batch).Texts = texts;
        return true;
    }
}
