namespace VaeMlNet;

/// <summary>Buffers for up to a number of rows of a step: the inputs of its first graph and the outputs of its last one.</summary>
/// <remarks>For one thread at a time; any number of batches may share the sessions. Disposing it leaves them open.</remarks>
internal abstract class StepBatch : IDisposable
{
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
