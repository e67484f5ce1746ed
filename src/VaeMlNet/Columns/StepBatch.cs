namespace VaeMlNet;

/// <summary>Buffers for up to a number of rows of a step: the inputs of its first graph and the outputs of its last one.</summary>
/// <remarks>For one thread at a time; any number of batches may share the sessions. Disposing it leaves them open.</remarks>
internal abstract class StepBatch : IDisposable
{
    /// <param name="step">The step.</param>
    /// <param name="sessions">Its sessions.</param>
    /// <param name="outputs">The wanted outputs of the last graph.</param>
    /// <param name="capacity">Rows of a full batch.</param>
    public static StepBatch Create(
        BatchedOnnxStep step,
        StepSessions sessions,
        IReadOnlyList<GraphTensor> outputs,
        int capacity
    )
    {
        if (step.Draws is { } draws)
        {
            return new DrawnBatch(step, draws, sessions, outputs, capacity);
        }

        if (sessions.Independence is not { } independence)
        {
            return new ChainedBatch(step, sessions, outputs, capacity);
        }

        var graph = step.Graphs[0];
        var lease = sessions.Leases[0];
        var single = new RowRun(lease, graph.Inputs, outputs);
        return capacity == 1
            ? new OneRowBatch(single)
            : new ConfirmedBatch(new(lease, graph.Inputs, outputs, capacity), single, independence, [.. outputs]);
    }

    /// <inheritdoc cref="OnnxBatch.Input"/>
    public abstract Span<T> Input<T>(int input, int row)
        where T : struct;

    /// <inheritdoc cref="OnnxBatch.Output"/>
    public abstract ReadOnlySpan<T> Output<T>(int output, int row)
        where T : struct;

    /// <summary>Runs every graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the sessions was disposed.</exception>
    public abstract void Run(int rowCount);

    public abstract void Dispose();
}
