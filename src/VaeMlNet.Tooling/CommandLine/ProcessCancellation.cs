using System.Runtime.InteropServices;

namespace VaeMlNet.Tooling;

/// <summary>
/// Turns the first Ctrl-C or termination request of this process into a cancellation. The second one ends the process.
/// </summary>
internal sealed class ProcessCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupt;
    private readonly PosixSignalRegistration terminate;

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
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
