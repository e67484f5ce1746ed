using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// The buffers of one graph for up to <see cref="Capacity"/> rows: its inputs and the requested outputs, which ONNX Runtime
/// reads and writes in place.
/// </summary>
internal sealed class OnnxBatch : StepBatch
{
    private readonly SessionLease lease;
    private readonly RunOptions options;
    private readonly TensorSet outputs;
    private bool disposed;

    public OnnxBatch(
        SessionLease lease,
        IEnumerable<GraphTensor> inputs,
        IEnumerable<GraphTensor> outputs,
        int capacity
    )
    {
        lease.ThrowIfDisposed();
        this.lease = lease;
        Capacity = capacity;
        options = lease.Session.CreateRunOptions();
        Inputs = new(inputs, capacity, isInput: true);
        this.outputs = new(outputs, capacity, isInput: false);
    }

    public int Capacity { get; }

    public TensorSet Inputs { get; }

    /// <summary>Returns the largest capacity whose buffers fit into one array.</summary>
    public static int LargestCapacity(IEnumerable<GraphTensor> inputs, IEnumerable<GraphTensor> outputs)
    {
        GraphTensor[] tensors = [.. inputs, .. outputs];
        var room = Array.MaxLength - (PinnedBlock.Alignment * (tensors.Length + 1L));
        return (int)(room / tensors.Sum(t => (long)NumberTensor.RowLength(t)));
    }

    public override RowValues Input(int input, int row) => Inputs.Rows(input, row, 1);

    public override RowValues Output(int output, int row) => outputs.Rows(output, row, 1);

    /// <summary>Returns the destination of an input of the first rows: [rowCount, width].</summary>
    public Span<T> InputRows<T>(int input, int rowCount)
        where T : struct => Inputs.Rows<T>(input, 0, rowCount);

    /// <summary>Returns the output of the last run for the first rows: [rowCount, width of the output].</summary>
    public ReadOnlySpan<T> OutputRows<T>(int output, int rowCount)
        where T : struct => outputs.Rows<T>(output, 0, rowCount);

    /// <summary>Copies the last inputs of another batch, which are of the same types, to the last inputs of this one.</summary>
    public void CopyLastInputs(OnnxBatch source, int count, int rowCount)
    {
        for (var i = 1; i <= count; i++)
        {
            source
                .InputRows<byte>(source.Inputs.Names.Length - i, rowCount)
                .CopyTo(InputRows<byte>(Inputs.Names.Length - i, rowCount));
        }
    }

    /// <summary>Runs the graph on the first <paramref name="rowCount"/> rows. Without outputs, such as for conditions alone, it does not run.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the session was disposed.</exception>
    public override void Run(int rowCount)
    {
        if (outputs.Names.Length == 0)
        {
            lease.ThrowIfDisposed();
            return;
        }

        Inputs.SetValues(rowCount);
        outputs.SetValues(rowCount);
        lease.Run(this, static (session, batch) => session.Run(batch.options, batch.Inputs, batch.outputs));
        // Prevents the finalizers from unpinning the arrays during the run.
        GC.KeepAlive(this);
        outputs.Receive(rowCount);
    }

    public override void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        Inputs.Dispose();
        outputs.Dispose();
        options.Dispose();
    }
}
