using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>The tool <c>vaemlnet</c> with its verbs.</summary>
internal static class VaemlnetTool
{
    public const string Name = "vaemlnet";

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="cancellationToken">
    /// Cancels the verb. The exit code is then <see cref="ExitCode.Canceled"/>.
    /// </param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(
        IReadOnlyList<string> arguments,
        CommandTerminal terminal,
        CancellationToken cancellationToken
    ) =>
        arguments.Count > 0 && arguments[0] == "help"
            ? Run([.. arguments.Skip(1).Take(1), "--help"], terminal, cancellationToken)
            : Create(Verbs.For(arguments, new CommandContext(terminal, cancellationToken)))
                .Run(arguments, terminal, cancellationToken);

    public static CommandLineTool Create(IEnumerable<VerbCommand> verbs)
    {
        // Not a RootCommand, because its name would be the name of the assembly, not of the tool.
        Command root = new(
            Name,
            "Trains variational autoencoders, exports them to ONNX, and runs them in ML.NET pipelines."
        );
        foreach (var verb in verbs)
        {
            root.Add(verb);
        }

        return new CommandLineTool(root);
    }
}
