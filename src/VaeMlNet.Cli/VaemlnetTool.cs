using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaeMlNet.Cli;

/// <summary>The command line as a whole: picks the verb, runs it, and turns what went wrong into a line and an exit code.</summary>
internal static class VaemlnetTool
{
    /// <summary>The settings of the parser: an argument that begins with '@' is an argument, not a file of arguments.</summary>
    internal static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

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
        var settings = SettingsFile.CreateOption();
        var root = CreateRoot(
            Verbs.For(arguments, new CommandContext(terminal, cancellationToken)),
            [verbose, settings]
        );
        using StandardStreams streams = new(terminal.OpenInput, terminal.OpenOutput, cancellationToken);
        var parse = root.Parse(arguments, Parser);
        try
        {
            var file = ReadSettings(parse, settings);
            parse = file is null ? parse : root.Parse([.. arguments, .. file.Arguments], Parser);
            return parse.Action is ParseErrorAction ? ReportUsage(parse, file, terminal) : Invoke(parse, terminal);
        }
        catch (UsageException e)
        {
            return ReportUsage(parse, e.Message, terminal);
        }
        // The outermost frame of the process: whatever comes here becomes one line.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return FailureReport.Write(e, terminal, parse.GetValue(verbose), cancellationToken);
        }
    }

    /// <summary>The command line's parser: the verbs, and the options that all of them have.</summary>
    internal static Command CreateRoot(IEnumerable<VerbCommand> verbs, IEnumerable<Option> shared)
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
        };
        foreach (var option in shared)
        {
            root.Add(option);
        }

        foreach (var verb in verbs)
        {
            root.Add(verb);
        }

        return root;
    }

    private static SettingsFile? ReadSettings(ParseResult parse, Option<string?> settings)
    {
        var isGiven =
            parse.Action is not HelpWithExamples
            && parse.CommandResult.Command is VerbCommand
            && parse.CommandResult.IsGiven(settings);
        return isGiven && parse.GetValue(settings) is { } path ? SettingsFile.Read(path, parse.CommandResult) : null;
    }

    private static int Invoke(ParseResult parse, CommandTerminal terminal)
    {
        // Not for help, which needs no options and has not looked at any.
        var isVerb = parse.Action == parse.CommandResult.Command.Action;
        var output = parse
            .CommandResult.Command.Options.OfType<Option<string?>>()
            .FirstOrDefault(option => option.Name == "--out");
        if (isVerb && output is not null && parse.GetValue(output) is { } path && StandardStreams.IsOutput(path))
        {
            if (output.HelpName == "FOLDER")
            {
                throw new UsageException(
                    $"--out is '{path}', but a folder is written, which cannot go to standard output."
                );
            }

            terminal.KeepOutputForResults();
        }

        return parse.Invoke(
            new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output,
                Error = terminal.Error,
            }
        );
    }

    private static int ReportUsage(ParseResult parse, SettingsFile? settings, CommandTerminal terminal)
    {
        var errors = parse.Errors.Select(error => settings?.Describe(error) ?? error.Message);
        return ReportUsage(parse, string.Join(" ", errors.Distinct()), terminal);
    }

    private static int ReportUsage(ParseResult parse, string errors, CommandTerminal terminal)
    {
        var verb = parse.CommandResult.Command is VerbCommand command ? $"vaemlnet {command.Name}" : "vaemlnet";
        terminal.WriteErrorLine($"{verb}: {TerminalText.JoinLines(errors)} See '{verb} --help'.");
        return ExitCode.Usage;
    }
}
