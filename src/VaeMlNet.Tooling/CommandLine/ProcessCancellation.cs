using System.Runtime.InteropServices;

namespace VaeMlNet.Tooling;

/// <summary>
/// Turns the first Ctrl-C or termination request of this process into a cancellation. A later one ends the process.
/// </summary>
internal sealed class ProcessCancellation : IDisposable
{
    // Programs such as timeout send a request to the process and to its group, so that it arrives twice.
    private const long MillisecondsOfOneRequest = 1000;

    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;
    private long firstRequest;

    /// <summary>Begins to watch for requests.</summary>
    public ProcessCancellation()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
    }

    /// <summary>Gets the token that the first request cancels.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Ends the watch.</summary>
    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        var now = Environment.TickCount64;
        var first = Interlocked.CompareExchange(ref firstRequest, now, comparand: 0);
        signal.Cancel = first == 0 || now - first < MillisecondsOfOneRequest;
        source.Cancel();
    }
}
