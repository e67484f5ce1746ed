namespace VaeMlNet;

/// <summary>The buffers of a step for a batch of rows: the inputs of its first graph and the outputs of its last graph.</summary>
/// <remarks>
/// Used by one thread at a time. Several batches can share the sessions. Disposing a batch does not close the sessions.
/// </remarks>
internal abstract class StepBatch : IDisposable
{
    /// <inheritdoc cref="OnnxBatch.Input"/>
    /// <remarks>Not virtual, because calls of virtual generic methods take longer than reading a cell.</remarks>
    public Span<T> Input<T>(int input, int row)
        where T : struct =>
        FindInput(ref input) is { } inputs ? inputs.Rows<T>(input, row, 1) : OwnInput<T>(input, row);

    /// <inheritdoc cref="OnnxBatch.Output"/>
    public abstract ReadOnlySpan<T> Output<T>(int output, int row)
        where T : struct;

    /// <summary>Runs every graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the sessions was disposed.</exception>
    public abstract void Run(int rowCount);

    public abstract void Dispose();

    /// <summary>Returns the tensors that contain an input; null if the batch has memory of its own.</summary>
    /// <param name="input">The index of the input in the step. Becomes its index in the tensors.</param>
    protected abstract TensorSet? FindInput(ref int input);

    /// <inheritdoc cref="OnnxBatch.Input"/>
    protected virtual Span<T> OwnInput<T>(int input, int row)
        where T : struct => throw new NotSupportedException("The inputs of this batch are tensors.");
}
