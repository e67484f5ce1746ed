using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Runs a graph on one row. ONNX Runtime allocates the outputs, which can have any shape.</summary>
/// <remarks>
/// Used by one thread at a time. Disposing it does not dispose the lease; its outputs cannot be read afterwards.
/// </remarks>
internal sealed class RowRun(SessionLease lease, IEnumerable<GraphTensor> inputs, IEnumerable<GraphTensor> outputs)
    : IDisposable
{
    private readonly RunOptions options = lease.CreateRunOptions();
    private readonly string[] outputNames = [.. outputs.Select(o => o.Name)];
    private readonly ReadOnlyMemory<char>[]?[] texts = new ReadOnlyMemory<char>[]?[outputs.Count()];
    private IDisposableReadOnlyCollection<OrtValue>? results;

    public TensorSet Inputs { get; } = new(lease, inputs, 1, isInput: true);

    /// <summary>Returns all values of an output of the last run.</summary>
    public ReadOnlySpan<T> Output<T>(int output)
        where T : struct
    {
        ObjectDisposedException.ThrowIf(results is null, this);
        var value = results[output];
        if (typeof(T) != typeof(ReadOnlyMemory<char>))
        {
            return MemoryMarshal.Cast<byte, T>(value.GetTensorMutableRawData());
        }

        texts[output] ??= [.. value.GetStringTensorAsArray().Select(t => t.AsMemory())];
        return texts[output] as T[]; // T is ReadOnlyMemory<char>
    }

    /// <exception cref="ObjectDisposedException">The owner of the session was disposed.</exception>
    public void Run()
    {
        results?.Dispose();
        results = null;
        Array.Clear(texts);
        Inputs.SetValues(1);
        results = lease.Run(options, Inputs.Names, Inputs.Values, outputNames);
        // Prevents the finalizers from unpinning the arrays during the run.
        GC.KeepAlive(this);
    }

    public void Dispose()
    {
        results?.Dispose();
        results = null;
        Inputs.Dispose();
        options.Dispose();
    }
}
