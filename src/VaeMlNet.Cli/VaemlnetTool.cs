using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using VaeMlNet.Cli.Commands;
using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Cli;

/// <summary>The command line as a whole: picks the verb, runs it, and turns what went wrong into a line and an exit code.</summary>
internal static class VaemlnetTool
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="cancellationToken">Ends the verb; the exit code is then <see cref="ExitCode.Cancelled"/>.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(
        IReadOnlyList<string> arguments,
        CommandTerminal terminal,
        CancellationToken cancellationToken
    )
    {
        Option<bool> verbose = new("--verbose") { Description = "Show the stack trace of an error", Recursive = true };
        Command root = CreateRoot(Verbs.For(arguments, new CommandContext(terminal, cancellationToken)), verbose);
        ParseResult parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            return ReportUsage(parse, terminal);
        }

        try
        {
            return parse.Invoke(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = terminal.Output,
                    Error = terminal.Error,
                }
            );
        }
        // The outermost frame of the process: whatever comes here becomes one line.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return FailureReport.Write(e, terminal, parse.GetValue(verbose), cancellationToken);
        }
    }

    private static Command CreateRoot(IEnumerable<VerbCommand> verbs, Option<bool> verbose)
    {
        // Not a RootCommand: that one takes its name from the assembly, which is called otherwise than the tool.
        HelpOption help = new();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        Command root = new(
            "vaemlnet",
            "Trains variational autoencoders, exports them to ONNX, and runs them in ML.NET pipelines."
        )
        {
            help,
            new VersionOption(),
            verbose,
        };
        foreach (VerbCommand verb in verbs)
        {
            root.Add(verb);
        }

        return root;
    }

    private static int ReportUsage(ParseResult parse, CommandTerminal terminal)
    {
        string verb = parse.CommandResult.Command is VerbCommand command ? $"vaemlnet {command.Name}" : "vaemlnet";
        string errors = string.Join(" ", parse.Errors.Select(e => e.Message).Distinct());
        terminal.Error.WriteLine($"{verb}: {errors} See '{verb} --help'.");
        return ExitCode.Usage;
    }
}
