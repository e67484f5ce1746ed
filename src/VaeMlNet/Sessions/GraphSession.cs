using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One graph of a model folder, its session opened when it is first needed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GraphSession(
    string modelFolder,
    string file,
    byte[] model,
    SessionSettings settings,
    string owner
) : IDisposable
{
    private readonly Lock _gate = new();
    private SessionLease? _lease;
    private bool _disposed;

    /// <exception cref="VaeModelException">ONNX Runtime does not accept the graph.</exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for without fallback and cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public SessionLease Lease
    {
        get
        {
            lock (_gate)
            {
                return _disposed ? throw SessionErrors.Disposed(owner) : _lease ??= Open();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _lease?.Dispose();
        }
    }

    private SessionLease Open()
    {
        try
        {
            return SessionPool.Acquire(model, settings, owner);
        }
        catch (OnnxRuntimeException e)
        {
            throw GraphErrors.Unrunnable(modelFolder, file, e);
        }
    }
}
