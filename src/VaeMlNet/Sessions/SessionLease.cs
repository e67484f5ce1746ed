using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>A reference to a shared session. The caller that acquired it must dispose it; otherwise the finalizer does.</summary>
/// <remarks>
/// Thread-safe. If it is disposed while another thread runs the session, that run ends first. Later runs throw <see
/// cref="ObjectDisposedException"/>.
/// </remarks>
internal sealed class SessionLease(SharedSession session, Action release, SessionOwner owner) : IDisposable
{
    private readonly Lock gate = new();
    private int running;
    private bool disposed;

    ~SessionLease() => release();

    /// <summary>Gets the session. Run it with this lease, because a session that nobody holds is disposed.</summary>
    public SharedSession Session { get; } = session;

    public void ThrowIfDisposed()
    {
        lock (gate)
        {
            if (disposed)
            {
                throw SessionErrors.Disposed(owner.Name);
            }
        }
    }

    /// <summary>Runs the graph. The session stays open during the run.</summary>
    /// <param name="state">What the run reads and writes.</param>
    /// <param name="run">Runs the session with the state.</param>
    /// <exception cref="VaeModelException">
    /// ONNX Runtime could not run the graph, because its parts do not fit together. An owner can throw another type.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void Run<TState>(TState state, Action<SharedSession, TState> run)
    {
        Enter();
        try
        {
            run(Session, state);
        }
        catch (OnnxRuntimeException e)
        {
            throw owner.RunFailed(e);
        }
        finally
        {
            Exit();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            GC.SuppressFinalize(this);
            if (running > 0)
            {
                return;
            }
        }

        release();
    }

    private void Enter()
    {
        lock (gate)
        {
            ThrowIfDisposed();
            running++;
        }
    }

    private void Exit()
    {
        lock (gate)
        {
            running--;
            if (running > 0 || !disposed)
            {
                return;
            }
        }

        release();
    }
}
