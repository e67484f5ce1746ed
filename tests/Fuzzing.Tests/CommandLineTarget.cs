using VaeMlNet;
using VaeMlNet.Cli;

namespace Fuzzing.Tests;

/// <summary>An input of the command line. Every run succeeds, or fails with an error of the verb.</summary>
internal abstract class CommandLineTarget : FuzzTarget
{
    private static readonly string[] ForeseenErrors =
    [
        typeof(CommandException).FullName!,
        typeof(UsageException).FullName!,
        typeof(VaeModelException).FullName!,
    ];

    public override TimeSpan LongestTime => TimeSpan.FromSeconds(5);

    protected override bool IsDocumented(Exception refusal) => refusal is CommandException;

    /// <summary>Runs a command line in this process and counts how it ended.</summary>
    protected void Run(params string[] arguments) =>
        Documented(() =>
        {
            using StringWriter output = new();
            using StringWriter error = new();
            CommandTerminal terminal = new(output, error, isInteractive: false);
            // With --verbose, the exception follows the line for people.
            var exitCode = VaemlnetTool.Run([.. arguments, "--verbose"], terminal, CancellationToken.None);
            if (exitCode == ExitCode.Ok)
            {
                return;
            }

            var foreseen =
                exitCode is ExitCode.Error or ExitCode.Usage
                && (exitCode == ExitCode.Usage || Array.Exists(ForeseenErrors, error.ToString().Contains));
            throw foreseen
                ? new CommandException(error.ToString())
                : new InvalidOperationException($"exit code {exitCode}: {error}");
        });
}
