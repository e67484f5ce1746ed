namespace VaeMlNet.Worker;

/// <summary>The tool <c>vaemlnet-worker</c>.</summary>
internal static class WorkerTool
{
    public const string Name = "vaemlnet-worker";

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="cancellationToken">Stops the worker after all delivered messages are processed.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(
        IReadOnlyList<string> arguments,
        CommandTerminal terminal,
        CancellationToken cancellationToken
    ) =>
        new CommandLineTool(new QueueWorkerCommand(new CommandContext(terminal, cancellationToken))).Run(
            arguments,
            terminal,
            cancellationToken
        );
}
