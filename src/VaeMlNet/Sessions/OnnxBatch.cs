using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// Buffers for up to <see cref="Capacity"/> rows of one graph: its inputs and those outputs that are wanted, which ONNX Runtime
/// reads and writes in place.
/// </summary>
/// <remarks>
/// For one thread at a time; any number of batches may share the lease. Disposing it leaves the lease open; nothing can be
/// read afterwards.
/// </remarks>
internal sealed class OnnxBatch : IDisposable
{
    private readonly SessionLease lease;
    private readonly RunOptions options;
    private readonly PinnedBlock block;
    private readonly BatchTensor[] inputs;
    private readonly BatchTensor[] outputs;
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly OrtValue[] inputValues;
    private readonly OrtValue[] outputValues;
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
        GraphTensor[] given = [.. inputs];
        GraphTensor[] wanted = [.. outputs];
        int length = given.Concat(wanted).Aggregate(0, (sum, t) => checked(sum + PaddedLength(t, capacity)));
        options = lease.CreateRunOptions();
        block = lease.Allocate(length);
        this.inputs = [.. given.Select(t => Allocate(t, isInput: true))];
        this.outputs = [.. wanted.Select(t => Allocate(t, isInput: false))];
        inputNames = [.. given.Select(t => t.Name)];
        outputNames = [.. wanted.Select(t => t.Name)];
        inputValues = new OrtValue[given.Length];
        outputValues = new OrtValue[wanted.Length];
    }

    public int Capacity { get; }

    /// <summary>Largest capacity whose buffers fit in one array.</summary>
    public static int LargestCapacity(IEnumerable<GraphTensor> inputs, IEnumerable<GraphTensor> outputs)
    {
        GraphTensor[] tensors = [.. inputs, .. outputs];
        long room = Array.MaxLength - (PinnedBlock.Alignment * (tensors.Length + 1L));
        long largest = room / tensors.Sum(t => Math.Max((long)NumberTensor.RowLength(t), 1));
        // Texts lie in arrays of their own.
        return (int)tensors.Aggregate(largest, (most, t) => Math.Min(most, Array.MaxLength / t.Width));
    }

    /// <summary>Where an input of a row belongs: [width].</summary>
    public Span<T> Input<T>(int input, int row)
        where T : struct => Rows<T>(inputs[input], row, 1);

    /// <summary>What the last run gave for a row: [width of the output].</summary>
    public ReadOnlySpan<T> Output<T>(int output, int row)
        where T : struct => Rows<T>(outputs[output], row, 1);

    /// <summary>Where an input of the first rows belongs: [rowCount, width].</summary>
    public Span<T> InputRows<T>(int input, int rowCount)
        where T : struct => Rows<T>(inputs[input], 0, rowCount);

    /// <summary>What the last run gave for the first rows: [rowCount, width of the output].</summary>
    public ReadOnlySpan<T> OutputRows<T>(int output, int rowCount)
        where T : struct => Rows<T>(outputs[output], 0, rowCount);

    /// <summary>Runs the graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the session was disposed.</exception>
    public void Run(int rowCount)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        SetValues(inputs, inputValues, rowCount);
        SetValues(outputs, outputValues, rowCount);
        lease.Run(options, inputNames, inputValues, outputNames, outputValues);
        // The finalizer unpins the array that the run works on.
        GC.KeepAlive(block);
        foreach (BatchTensor output in outputs)
        {
            output.Receive(rowCount);
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        foreach (BatchTensor tensor in inputs.Concat(outputs))
        {
            tensor.Dispose();
        }
        options.Dispose();
        block.Dispose();
    }

    private static int PaddedLength(GraphTensor tensor, int capacity) =>
        PinnedBlock.Padded(checked(capacity * NumberTensor.RowLength(tensor)));

    private static void SetValues(BatchTensor[] tensors, OrtValue[] values, int rowCount)
    {
        for (int i = 0; i < tensors.Length; i++)
        {
            values[i] = tensors[i].Value(rowCount);
        }
    }

    private BatchTensor Allocate(GraphTensor tensor, bool isInput) =>
        tensor.ElementType == TensorElementType.String
            ? new TextTensor(tensor, Capacity, isInput)
            : new NumberTensor(tensor, Capacity, block);

    private Span<T> Rows<T>(BatchTensor tensor, int first, int count)
        where T : struct
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return tensor.Rows<T>(first, count);
    }
}
