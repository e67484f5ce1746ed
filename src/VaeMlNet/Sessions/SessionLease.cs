using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>One reference to a shared _session. Whoever acquired it disposes it; the finalizer does when nobody did.</summary>
/// <remarks>
/// Thread-safe: disposing it while another thread runs the session lets that run end first, and later runs throw
/// <see cref="ObjectDisposedException"/>.
/// </remarks>
internal sealed class SessionLease(SharedSession session, Action release, string owner) : IDisposable
{
    private readonly SharedSession _session = session;
    private readonly Lock _gate = new();
    private int _running;
    private bool _disposed;

    ~SessionLease() => release();

    public string ExecutionProvider => _session.ExecutionProvider;

    public string? FallbackReason => _session.FallbackReason;

    /// <summary>Runs of the session so far, by this lease and all others.</summary>
    public long RunCount => _session.RunCount;

    public int SessionReferences => _session.References;

    public bool IsSameSessionAs(SessionLease other) => ReferenceEquals(_session, other._session);

    public void ThrowIfDisposed()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                throw SessionErrors.Disposed(owner);
            }
        }
    }

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
            _session.Run(options, inputNames, inputs, outputNames, outputs);
        }
        finally
        {
            Exit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }
            _disposed = true;
            GC.SuppressFinalize(this);
            if (_running > 0)
            {
                return;
            }
        }
        release();
    }

    private void Enter()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            _running++;
        }
    }

    private void Exit()
    {
        lock (_gate)
        {
            _running--;
            if (_running > 0 || !_disposed)
            {
                return;
            }
        }
        release();
    }
}
