using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes the standard help text, followed by the examples of the verb. That of a tool has its verbs in groups, and that of a verb with many
/// options only the common ones, unless all are requested.
/// </summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <summary>The argument that requests all options.</summary>
    public const string All = "--help=all";

    /// <summary>Gets or sets whether all options are shown.</summary>
    public bool ShowsAll { get; set; }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        var root = parseResult.RootCommandResult.Command;
        if (command.Subcommands.Count > 0)
        {
            using StringWriter help = new();
            parseResult.InvocationConfiguration.Output = help;
            InvokeWithout(command.Subcommands, parseResult);
            parseResult.InvocationConfiguration.Output = output;
            // The usage lacks verbs that are hidden.
            output.Write(
                help.ToString().Replace($"{command.Name} [", $"{command.Name} VERB [", StringComparison.Ordinal)
            );
            WriteGroups(command, output);
        }
        else if (command is VerbCommand verb)
        {
            // Examples begin with the verb, except those of a tool without verbs, which begin with the tool.
            var tool = verb == root ? "" : $"{root.Name} ";
            Option[] others =
                ShowsAll || verb.CommonOptions is not { } common
                    ? []
                    : [.. verb.Options.Where(option => !common.Contains(option.Name))];
            InvokeWithout(others, parseResult);
            if (others.Length > 0)
            {
                output.WriteLine($"{others.Length} more options: {tool}{verb.Name} {All}");
                output.WriteLine();
            }

            output.WriteLine("Examples:");
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {tool}{example}");
            }
        }

        return ExitCode.Ok;
    }

    /// <summary>Returns the first sentence of a verb's description.</summary>
    public static string Summary(Command verb)
    {
        var text = verb.Description ?? "";
        var end = text.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 1)];
    }

    private void InvokeWithout(IEnumerable<Symbol> hidden, ParseResult parseResult)
    {
        Symbol[] symbols = [.. hidden];
        Array.ForEach(symbols, symbol => symbol.Hidden = true);
        usual.Invoke(parseResult);
        Array.ForEach(symbols, symbol => symbol.Hidden = false);
    }

    private static void WriteGroups(Command tool, TextWriter output)
    {
        var width = tool.Subcommands.Max(verb => verb.Name.Length);
        foreach (var group in tool.Subcommands.GroupBy(verb => (verb as VerbCommand)?.Group))
        {
            output.WriteLine($"{group.Key ?? "Verbs"}:");
            foreach (var verb in group)
            {
                output.WriteLine($"  {verb.Name.PadRight(width)}  {Summary(verb)}");
            }

            output.WriteLine();
        }

        output.WriteLine($"'{tool.Name} VERB --help' shows the options of a verb.");
    }
}
