namespace VaeMlNet;

/// <summary>
/// Buffers for up to a number of rows of a step: the inputs of its first graph, the outputs of its last one, and what the
/// graphs hand on to each other.
/// </summary>
/// <remarks>For one thread at a time; any number of batches may share the sessions. Disposing it leaves them open.</remarks>
internal sealed class StepBatch : IDisposable
{
    private readonly OnnxBatch[] batches;

    /// <param name="step">The step.</param>
    /// <param name="sessions">Its sessions.</param>
    /// <param name="outputs">The wanted outputs of the last graph.</param>
    /// <param name="capacity">Rows of a full batch.</param>
    public StepBatch(BatchedOnnxStep step, StepSessions sessions, IReadOnlyList<GraphTensor> outputs, int capacity) =>
        batches = [
            .. step.Graphs.Zip(
                sessions.Leases,
                (graph, lease) => new OnnxBatch(lease, graph.Input, graph.Outputs(outputs), capacity)
            ),
        ];

    /// <inheritdoc cref="OnnxBatch.Input"/>
    public Span<float> Input(int row) => batches[0].Input(row);

    /// <inheritdoc cref="OnnxBatch.Output"/>
    public ReadOnlySpan<float> Output(int output, int row) => batches[^1].Output(output, row);

    /// <inheritdoc cref="OnnxBatch.IndexOf"/>
    public int IndexOf(GraphTensor output) => batches[^1].IndexOf(output);

    /// <summary>Runs every graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the sessions was disposed.</exception>
    public void Run(int rowCount)
    {
        batches[0].Run(rowCount);
        for (int i = 1; i < batches.Length; i++)
        {
            batches[i - 1].OutputRows(0, rowCount).CopyTo(batches[i].InputRows(rowCount));
            batches[i].Run(rowCount);
        }
    }

    public void Dispose()
    {
        foreach (OnnxBatch batch in batches)
        {
            batch.Dispose();
        }
    }
}
