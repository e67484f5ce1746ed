using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One graph of a model folder. Its session opens when it is first needed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class GraphSession(
    string modelFolder,
    string file,
    Func<byte[]> model,
    SessionSettings settings,
    SessionOwner owner
) : IDisposable
{
    private readonly Lock gate = new();
    private SessionLease? lease;
    private bool disposed;

    /// <exception cref="VaeModelException">ONNX Runtime does not accept the graph.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public SessionLease Lease
    {
        get
        {
            lock (gate)
            {
                return disposed
                    ? throw SessionErrors.Disposed(owner.Name)
                    : lease ??= Acquire(modelFolder, file, model(), settings, owner);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            lease?.Dispose();
        }
    }

    /// <summary>Acquires a reference to the session of a graph. The caller must dispose it.</summary>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept the graph.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    public static SessionLease Acquire(
        string modelFolder,
        string file,
        byte[] model,
        SessionSettings settings,
        SessionOwner owner
    )
    {
        try
        {
            return SessionPool.Acquire(model, settings, owner);
        }
        catch (OnnxRuntimeException e)
        {
            throw owner.NotAccepted(modelFolder, file, e);
        }
    }
}
