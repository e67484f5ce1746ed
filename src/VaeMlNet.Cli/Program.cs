using System.Runtime.InteropServices;
using VaeMlNet.Cli;
using VaeMlNet.Cli.Terminal;

using CancellationTokenSource cancellation = new();

// The first Ctrl-C (or termination request) asks the verb to end cleanly; a second one ends the process at once.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return VaemlnetTool.Run(args, CommandTerminal.ForProcess(), cancellation.Token);
