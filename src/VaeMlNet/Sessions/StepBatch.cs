using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The buffers of a step for a batch of rows: the inputs of its first graph and the outputs of its last graph.</summary>
/// <remarks>
/// Used by one thread at a time. Several batches can share the sessions. Disposing a batch does not close the sessions; the values of a
/// disposed batch cannot be read.
/// </remarks>
internal abstract class StepBatch : IDisposable
{
    /// <summary>Returns the destination of an input of a row: [width].</summary>
    public abstract RowValues Input(int input, int row);

    public Span<T> Input<T>(int input, int row)
        where T : struct => Input(input, row).As<T>();

    /// <summary>Sets the id of a row, on which its random numbers depend. Ignored where nothing is drawn.</summary>
    public virtual void SetId(int row, DataViewRowId id) { }

    /// <summary>Returns the output of the last run for a row: [width of the output].</summary>
    public abstract RowValues Output(int output, int row);

    public ReadOnlySpan<T> Output<T>(int output, int row)
        where T : struct => Output(output, row).As<T>();

    /// <summary>Runs every graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the sessions was disposed.</exception>
    public abstract void Run(int rowCount);

    public abstract void Dispose();
}
