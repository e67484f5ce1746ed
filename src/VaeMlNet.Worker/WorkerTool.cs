namespace VaeMlNet.Worker;

/// <summary>The tool <c>vaemlnet-worker</c>.</summary>
internal static class WorkerTool
{
    /// <summary>The name of the tool.</summary>
    public const string Name = "vaemlnet-worker";

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellationToken">Ends the worker once the messages that were delivered are done.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(
        IReadOnlyList<string> arguments,
        CommandTerminal terminal,
        CancellationToken cancellationToken
    ) =>
        new CommandLineTool(new WorkerCommand(new CommandContext(terminal, cancellationToken))).Run(
            arguments,
            terminal,
            cancellationToken
        );
}
