using System.Buffers;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>
/// Buffers for up to <see cref="Capacity"/> rows of one graph: its input and those outputs that are wanted, all in one pooled
/// array that ONNX Runtime reads and writes in place.
/// </summary>
/// <remarks>For one thread at a time; any number of batches may share the lease. Disposing it leaves the lease open.</remarks>
internal sealed class OnnxBatch : IDisposable
{
    private readonly SessionLease _lease;
    private readonly RunOptions _options = new();
    private readonly GraphTensor _input;
    private readonly GraphTensor[] _outputs;
    private readonly string[] _inputNames;
    private readonly string[] _outputNames;
    private readonly float[] _buffer;
    private readonly int[] _outputStarts;
    private readonly OrtValue[] _fullInput;
    private readonly OrtValue[] _fullOutputs;
    private bool _disposed;

    public OnnxBatch(SessionLease lease, GraphTensor input, IEnumerable<GraphTensor> outputs, int capacity)
    {
        lease.ThrowIfDisposed();
        _lease = lease;
        _input = input;
        _outputs = [.. outputs];
        _inputNames = [input.Name];
        _outputNames = [.. _outputs.Select(o => o.Name)];
        Capacity = capacity;
        _outputStarts = new int[_outputs.Length];
        _buffer = ArrayPool<float>.Shared.Rent(LayOut());
        _fullInput = [Tensor(0, capacity, input.Width)];
        _fullOutputs = Outputs(capacity);
    }

    public int Capacity { get; }

    /// <summary>Largest capacity whose buffers fit in one array.</summary>
    public static int LargestCapacity(GraphTensor input, IEnumerable<GraphTensor> outputs) =>
        (int)Math.Min(int.MaxValue, Array.MaxLength / (input.Width + outputs.Sum(o => (long)o.Width)));

    /// <summary>Where the input of a row belongs: float32 [D].</summary>
    public Span<float> Input(int row) => _buffer.AsSpan(row * _input.Width, _input.Width);

    /// <summary>What the last run gave for a row: float32 [width of the output].</summary>
    public ReadOnlySpan<float> Output(int output, int row)
    {
        int width = _outputs[output].Width;
        return _buffer.AsSpan(_outputStarts[output] + (row * width), width);
    }

    /// <summary>Where the inputs of the first rows belong: float32 [rowCount, D].</summary>
    public Span<float> InputRows(int rowCount) => _buffer.AsSpan(0, rowCount * _input.Width);

    /// <summary>What the last run gave for the first rows: float32 [rowCount, width of the output].</summary>
    public ReadOnlySpan<float> OutputRows(int output, int rowCount) =>
        _buffer.AsSpan(_outputStarts[output], rowCount * _outputs[output].Width);

    /// <summary>Index of a tensor among the outputs that this batch was made for.</summary>
    public int IndexOf(GraphTensor output) => Array.IndexOf(_outputs, output);

    /// <summary>Runs the graph on the first <paramref name="rowCount"/> rows.</summary>
    /// <exception cref="ObjectDisposedException">The owner of the session was disposed.</exception>
    public void Run(int rowCount)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (rowCount == Capacity)
        {
            _lease.Run(_options, _inputNames, _fullInput, _outputNames, _fullOutputs);
            return;
        }
        OrtValue[] input = [Tensor(0, rowCount, _input.Width)];
        OrtValue[] outputs = Outputs(rowCount);
        try
        {
            _lease.Run(_options, _inputNames, input, _outputNames, outputs);
        }
        finally
        {
            Release(input);
            Release(outputs);
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        Release(_fullInput);
        Release(_fullOutputs);
        _options.Dispose();
        ArrayPool<float>.Shared.Return(_buffer);
    }

    private int LayOut()
    {
        int start = checked(Capacity * _input.Width);
        for (int i = 0; i < _outputs.Length; i++)
        {
            _outputStarts[i] = start;
            start = checked(start + (Capacity * _outputs[i].Width));
        }
        return start;
    }

    private OrtValue[] Outputs(int rowCount) =>
        [.. _outputs.Select((output, i) => Tensor(_outputStarts[i], rowCount, output.Width))];

    private OrtValue Tensor(int start, int rowCount, int width) =>
        OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance,
            _buffer.AsMemory(start, rowCount * width),
            [rowCount, width]
        );

    private static void Release(OrtValue[] values)
    {
        foreach (OrtValue value in values)
        {
            value.Dispose();
        }
    }
}
