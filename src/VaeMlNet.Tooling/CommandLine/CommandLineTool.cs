using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace VaeMlNet.Tooling;

/// <summary>
/// Runs the command line of a tool: parses it, runs the verb, and converts an exception to an error line and an exit
/// code.
/// </summary>
internal sealed class CommandLineTool
{
    private readonly Option<bool> verbose = new("--verbose")
    {
        Description = "Show details, and the stack traces of errors",
        Recursive = true,
    };

    private readonly Option<string?> settings = SettingsFile.CreateOption();
    private readonly HelpWithExamples helpAction;

    /// <summary>Creates the tool and adds the options of all tools to its command.</summary>
    /// <param name="root">
    /// The command with the name of the tool. It has verbs, or is itself a <see cref="VerbCommand"/>.
    /// </param>
    public CommandLineTool(Command root)
    {
        HelpOption help = new();
        help.Description = $"Show help and usage information; {HelpWithExamples.All} shows all options";
        helpAction = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = helpAction;
        root.Add(help);
        root.Add(new VersionOption());
        root.Add(verbose);
        root.Add(settings);
        Root = root;
        SkipChecksOfUnreadableOptions(root);
    }

    /// <summary>
    /// Gets the settings of the parser. An argument that begins with '@' is an argument, not a file of arguments.
    /// </summary>
    public static ParserConfiguration Parser { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Gets the command with the name of the tool.</summary>
    public Command Root { get; }

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="terminal">The terminal to write to.</param>
    /// <param name="cancellationToken">
    /// Cancels the verb. The exit code is then <see cref="ExitCode.Canceled"/>.
    /// </param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> arguments, CommandTerminal terminal, CancellationToken cancellationToken)
    {
        using StandardStreams streams = new(terminal.OpenInput, terminal.OpenOutput, cancellationToken);
        helpAction.ShowsAll = arguments.Contains(HelpWithExamples.All);
        arguments = [.. arguments.Select(argument => argument == HelpWithExamples.All ? "--help" : argument)];
        // A tool with verbs shows its help if it is called alone.
        var parse = Root.Parse(arguments is [] && Root.Subcommands.Count > 0 ? ["--help"] : arguments, Parser);
        try
        {
            var file = ReadSettings(parse);
            terminal.IsVerbose = ValueIfReadable(parse, verbose);
            parse = file is null ? parse : Root.Parse([.. arguments, .. file.Arguments], Parser);
            if (parse.Action is not HelpWithExamples && MisplacedOption.Find(parse) is { } misplaced)
            {
                return ReportUsage(parse, misplaced, terminal);
            }

            return parse.Action is ParseErrorAction ? ReportUsage(parse, file, terminal) : Invoke(parse, terminal);
        }
        catch (UsageException e)
        {
            return ReportUsage(parse, e.Message, terminal);
        }
        // This is the outermost frame of the process, so every exception is reported as a line.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            return FailureReport.Write(e, terminal, ValueIfReadable(parse, verbose), cancellationToken);
        }
    }

    /// <summary>
    /// Runs a tool as this process. The first Ctrl-C or termination request cancels the verb, one that comes a second
    /// later or more ends the process.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static int RunProcess(string toolName, Func<CommandTerminal, CancellationToken, int> run)
    {
        using ProcessCancellation cancellation = new();
        return run(CommandTerminal.ForProcess(toolName), cancellation.Token);
    }

    /// <summary>
    /// Lets the checks of a command wait until all values of its options can be read. The parser reports those that cannot.
    /// </summary>
    private static void SkipChecksOfUnreadableOptions(Command command)
    {
        for (var i = 0; i < command.Validators.Count; i++)
        {
            var check = command.Validators[i];
            command.Validators[i] = result =>
            {
                if (result.Children.OfType<OptionResult>().All(IsReadable))
                {
                    check(result);
                }
            };
        }

        foreach (var verb in command.Subcommands)
        {
            SkipChecksOfUnreadableOptions(verb);
        }
    }

    private static bool IsReadable(OptionResult option)
    {
        if (option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues)
        {
            return false;
        }

        try
        {
            _ = option.GetValueOrDefault<object?>();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private SettingsFile? ReadSettings(ParseResult parse)
    {
        var isUsed = parse.Action is not HelpWithExamples && parse.CommandResult.Command is VerbCommand;
        return isUsed && ValueIfReadable(parse, settings) is { } path
            ? SettingsFile.Read(path, parse.CommandResult)
            : null;
    }

    // The parser reports options that cannot be read, such as those that are given twice.
    private static T? ValueIfReadable<T>(ParseResult parse, Option<T> option) =>
        parse.GetResult(option) is { } result && IsReadable(result) ? parse.GetValue(option) : default;

    private static int Invoke(ParseResult parse, CommandTerminal terminal)
    {
        // Help needs no options and does not check any.
        var isVerb = parse.Action == parse.CommandResult.Command.Action;
        var output = parse
            .CommandResult.Command.Options.OfType<Option<string?>>()
            .FirstOrDefault(option => option.Name == "--out");
        if (isVerb && output is not null && parse.GetValue(output) is { } path && StandardStreams.IsOutput(path))
        {
            if (output.HelpName == "FOLDER")
            {
                throw new UsageException(
                    $"--out is '{path}', but this verb writes a folder, which cannot be written to standard output. Pass the path of a folder."
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
        var misspelled = Misspelling.Find(parse);
        var errors =
            misspelled.Count > 0
                ? misspelled
                : parse.Errors.Select(error => settings?.Describe(error) ?? error.Message);
        return ReportUsage(parse, string.Join(" ", errors.Distinct()), terminal);
    }

    private static int ReportUsage(ParseResult parse, string errors, CommandTerminal terminal)
    {
        var root = parse.RootCommandResult.Command;
        var command = parse.CommandResult.Command;
        var verb = command == root ? root.Name : $"{root.Name} {command.Name}";
        terminal.WriteErrorLine($"{verb}: {TerminalText.JoinLines(errors)} See '{verb} --help'.");
        return ExitCode.Usage;
    }
}
