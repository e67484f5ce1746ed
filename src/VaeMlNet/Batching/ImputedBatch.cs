namespace VaeMlNet;

/// <summary>A batch of a step that also runs imputer.onnx, on the cells that the encoder reads.</summary>
internal abstract class ImputedBatch : PosteriorBatch
{
    private readonly OnnxBatch imputer;

    /// <param name="step">A step whose graphs are encoder, decoder and imputer.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="parameters">The outputs of the decoder.</param>
    /// <param name="filled">The outputs of the imputer. Without any, it does not run.</param>
    /// <param name="capacity">The number of rows of a full batch.</param>
    protected ImputedBatch(
        BatchedOnnxStep step,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> parameters,
        IEnumerable<GraphTensor> filled,
        int capacity
    )
        : base(step, sessions, parameters, capacity)
    {
        imputer = new(sessions.Leases[2], step.Graphs[2].Inputs, filled, capacity);
    }

    public override void Dispose()
    {
        imputer.Dispose();
        base.Dispose();
    }

    /// <summary>Fills the rows that the encoder has.</summary>
    protected void Impute(int rowCount)
    {
        imputer.CopyLastInputs(Encoder, Encoder.Inputs.Names.Length, rowCount);
        imputer.Run(rowCount);
    }

    /// <summary>Returns a column that the imputer filled.</summary>
    protected RowValues Filled(int output, int row) => imputer.Output(output, row);

    protected ReadOnlySpan<float> FilledNumbers(int output, int row) => imputer.Output<float>(output, row);
}
