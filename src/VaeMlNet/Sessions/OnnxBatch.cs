using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// Buffers for up to <see cref="Capacity"/> rows of one graph: its input and those outputs that are wanted, all in one pooled
/// array that ONNX Runtime reads and writes in place.
/// </summary>
/// <remarks>
/// For one thread at a time; any number of batches may share the lease. Disposing it leaves the lease open, and returns the
/// array to the pool: nothing can be read afterwards, for it is somebody else's then.
/// </remarks>
internal sealed class OnnxBatch : IDisposable
{
    /// <summary>
    /// Every tensor starts at 64 bytes, as ONNX Runtime's own do: sums over rows are vectorized from aligned addresses on, so
    /// that elsewhere the last bit of a score would depend on where the array happens to lie.
    /// </summary>
    private const int Alignment = 64 / sizeof(float);

    private readonly SessionLease lease;
    private readonly RunOptions options = new();
    private readonly GraphTensor input;
    private readonly GraphTensor[] outputs;
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly float[] buffer;
    private readonly int inputStart;
    private readonly int[] outputStarts;
    private GCHandle pin;
    private readonly OrtValue[] fullInput;
    private readonly OrtValue[] fullOutputs;
    private bool disposed;

    public OnnxBatch(SessionLease lease, GraphTensor input, IEnumerable<GraphTensor> outputs, int capacity)
    {
        lease.ThrowIfDisposed();
        this.lease = lease;
        this.input = input;
        this.outputs = [.. outputs];
        inputNames = [input.Name];
        outputNames = [.. this.outputs.Select(o => o.Name)];
        Capacity = capacity;
        buffer = ArrayPool<float>.Shared.Rent(Length());
        // Not CreateTensorValueFromMemory: its values keep the array pinned for good when nobody disposes them, and
        // PredictionEngine does not dispose its rows.
        pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
        inputStart = FirstAligned(pin.AddrOfPinnedObject());
        outputStarts = LayOut();
        fullInput = [Tensor(inputStart, capacity, input.Width)];
        fullOutputs = Outputs(capacity);
    }

    ~OnnxBatch() => Unpin();

    public int Capacity { get; }

    /// <summary>Largest capacity whose buffers fit in one array.</summary>
    public static int LargestCapacity(GraphTensor input, IEnumerable<GraphTensor> outputs)
    {
        GraphTensor[] tensors = [input, .. outputs];
        return (int)((Array.MaxLength - (Alignment * tensors.Length)) / tensors.Sum(t => (long)t.Width));
    }

    /// <summary>Where the input of a row belongs: float32 [D].</summary>
    public Span<float> Input(int row) => Values(inputStart + (row * input.Width), input.Width);

    /// <summary>What the last run gave for a row: float32 [width of the output].</summary>
    public ReadOnlySpan<float> Output(int output, int row)
    {
        int width = outputs[output].Width;
        return Values(outputStarts[output] + (row * width), width);
    }

    /// <summary>Where the inputs of the first rows belong: float32 [rowCount, D].</summary>
    public Span<float> InputRows(int rowCount) => Values(inputStart, rowCount * input.Width);

    /// <summary>What the last run gave for the first rows: float32 [rowCount, width of the output].</summary>
    public ReadOnlySpan<float> OutputRows(int output, int rowCount) =>
        Values(outputStarts[output], rowCount * outputs[output].Width);

    /// <summary>Index of a tensor among the outputs that this batch was made for.</summary>
    public int IndexOf(GraphTensor output) => Array.IndexOf(outputs, output);

    /// <summary>Runs the graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the session was disposed.</exception>
    public void Run(int rowCount)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (rowCount == Capacity)
        {
            Run(fullInput, fullOutputs);
            return;
        }
        OrtValue[] firstInput = [Tensor(inputStart, rowCount, input.Width)];
        OrtValue[] firstOutputs = Outputs(rowCount);
        try
        {
            Run(firstInput, firstOutputs);
        }
        finally
        {
            Release(firstInput);
            Release(firstOutputs);
        }
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }
        disposed = true;
        Release(fullInput);
        Release(fullOutputs);
        options.Dispose();
        Unpin();
        GC.SuppressFinalize(this);
        ArrayPool<float>.Shared.Return(buffer);
    }

    private void Run(OrtValue[] inputs, OrtValue[] results)
    {
        lease.Run(options, inputNames, inputs, outputNames, results);
        // The finalizer unpins the array that the run works on.
        GC.KeepAlive(this);
    }

    private Span<float> Values(int start, int length)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return buffer.AsSpan(start, length);
    }

    private void Unpin()
    {
        if (pin.IsAllocated)
        {
            pin.Free();
        }
    }

    /// <summary>Room for all tensors and, before each, for the way to its alignment.</summary>
    private int Length() =>
        outputs.Prepend(input).Aggregate(0, (length, t) => checked(length + Alignment + (Capacity * t.Width)));

    private int[] LayOut()
    {
        var starts = new int[outputs.Length];
        int end = inputStart + (Capacity * input.Width);
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = inputStart + ((end - inputStart + Alignment - 1) / Alignment * Alignment);
            end = starts[i] + (Capacity * outputs[i].Width);
        }
        return starts;
    }

    private static int FirstAligned(nint address)
    {
        const int bytes = Alignment * sizeof(float);
        return (int)((bytes - (address % bytes)) % bytes) / sizeof(float);
    }

    private OrtValue[] Outputs(int rowCount) =>
        [.. outputs.Select((output, i) => Tensor(outputStarts[i], rowCount, output.Width))];

    private OrtValue Tensor(int start, int rowCount, int width) =>
        OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            TensorElementType.Float,
            [rowCount, width],
            pin.AddrOfPinnedObject() + ((nint)start * sizeof(float)),
            (long)rowCount * width * sizeof(float)
        );

    private static void Release(OrtValue[] values)
    {
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }
    }
}
