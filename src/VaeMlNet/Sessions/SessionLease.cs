using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One reference to a shared session. Whoever acquired it disposes it; the finalizer does when nobody did.</summary>
/// <remarks>
/// Thread-safe: disposing it while another thread runs the session lets that run end first, and later runs throw
/// <see cref="ObjectDisposedException"/>.
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

    /// <summary>Runs of the session so far, by this lease and all others.</summary>
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

    /// <summary>Runs the graph into the given outputs.</summary>
    /// <exception cref="VaeModelException">
    /// ONNX Runtime could not run the graph: what it computes does not fit together. An owner may say it otherwise.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    public void Run(
        RunOptions options,
        string[] inputNames,
        OrtValue[] inputs,
        string[] outputNames,
        OrtValue[] outputs
    )
    {
        Enter();
        try
        {
            session.Run(options, inputNames, inputs, outputNames, outputs);
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

    /// <summary>Runs the graph into outputs that ONNX Runtime allocates, of any shape. The caller disposes them.</summary>
    /// <inheritdoc cref="Run(RunOptions, string[], OrtValue[], string[], OrtValue[])" path="/exception"/>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        RunOptions options,
        string[] inputNames,
        OrtValue[] inputs,
        string[] outputNames
    )
    {
        Enter();
        try
        {
            return session.Run(options, inputNames, inputs, outputNames);
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
