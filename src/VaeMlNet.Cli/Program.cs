using System.Runtime.InteropServices;
using VaeMlNet.Cli;

using CancellationTokenSource cancellation = new();

// The first Ctrl-C (or termination request) asks the verb to end cleanly; a second one ends the process at once.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return VaemlnetTool.Run(args, CommandTerminal.ForProcess(), cancellation.Token);
