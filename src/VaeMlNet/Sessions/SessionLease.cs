using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>A reference to a shared session. The caller that acquired it must dispose it; otherwise the finalizer does.</summary>
/// <remarks>
/// Thread-safe. If it is disposed while another thread runs the session, that run ends first. Later runs throw <see
/// cref="ObjectDisposedException"/>.
/// </remarks>
internal sealed class SessionLease(SharedSession session, Action release, SessionOwner owner) : IDisposable
{
    private readonly SharedSession session = session;
    private readonly Lock gate = new();
    private int running;
    private bool disposed;

    ~SessionLease() => release();

    public string ExecutionProvider => session.ExecutionProvider;

    public string? FallbackReason => session.FallbackReason;

    /// <inheritdoc cref="SharedSession.RunsBesideTheCaller"/>
    public bool RunsBesideTheCaller => session.RunsBesideTheCaller;

    /// <inheritdoc cref="SessionSettings.RunsAtOnce"/>
    public int RunsAtOnce => session.RunsAtOnce;

    /// <summary>Gets the number of runs of the session by all its leases.</summary>
    public long RunCount => session.RunCount;

    public int SessionReferences => session.References;

    /// <inheritdoc cref="SharedSession.Allocate"/>
    public PinnedBlock Allocate(int length) => session.Allocate(length);

    /// <inheritdoc cref="SharedSession.CreateRunOptions"/>
    public RunOptions CreateRunOptions() => session.CreateRunOptions();

    public bool IsSameSessionAs(SessionLease other) => ReferenceEquals(session, other.session);

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

    /// <summary>Runs the graph. The results are written into the given outputs.</summary>
    /// <exception cref="VaeModelException">
    /// ONNX Runtime could not run the graph, because its parts do not fit together. An owner can throw another type.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void Run(RunOptions options, TensorSet inputs, TensorSet outputs)
    {
        Enter();
        try
        {
            session.Run(options, inputs, outputs);
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

    /// <summary>Runs the graph into outputs that ONNX Runtime allocates, of any shape. The caller must dispose them.</summary>
    /// <inheritdoc cref="Run(RunOptions, TensorSet, TensorSet)" path="/exception"/>
    public IDisposableReadOnlyCollection<OrtValue> Run(RunOptions options, TensorSet inputs, string[] outputNames)
    {
        Enter();
        try
        {
            return session.Run(options, inputs, outputNames);
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
