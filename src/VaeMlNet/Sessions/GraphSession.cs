using System.Security.Cryptography;
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

/// <summary>Shares one session per model and settings between all users in the process.</summary>
/// <remarks>Thread-safe.</remarks>
internal static class SessionPool
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<Key, SharedSession> Sessions = [];

    /// <summary>Acquires a reference to the session of a model. The session opens if it is not open yet.</summary>
    /// <param name="model">The bytes of the ONNX model.</param>
    /// <param name="settings">Device and threads.</param>
    /// <param name="owner">The owner. The error for a use after disposal names it.</param>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">ONNX Runtime does not accept the model.</exception>
    public static SessionLease Acquire(byte[] model, SessionSettings settings, SessionOwner owner)
    {
        var key = new Key(Convert.ToHexString(SHA256.HashData(model)), settings);
        lock (Gate)
        {
            if (!Sessions.TryGetValue(key, out var session))
            {
                session = SessionFactory.Open(model, settings);
                Sessions.Add(key, session);
            }

            session.AddReference();
            return new SessionLease(session, () => Release(key), owner);
        }
    }

    private static void Release(Key key)
    {
        lock (Gate)
        {
            if (Sessions[key].Release())
            {
                Sessions.Remove(key);
            }
        }
    }

    private readonly record struct Key(string ModelHash, SessionSettings Settings);
}
