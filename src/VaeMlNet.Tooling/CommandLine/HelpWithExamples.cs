using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaeMlNet.Tooling;

/// <summary>Writes the standard help text, followed by the examples of the verb.</summary>
/// <param name="usual">The action that writes the standard text.</param>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is VerbCommand verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            // Examples begin with the verb, except those of a tool without verbs, which begin with the tool.
            var root = parseResult.RootCommandResult.Command;
            var tool = verb == root ? "" : $"{root.Name} ";
            foreach (var example in verb.Examples)
            {
                output.WriteLine($"  {tool}{example}");
            }
        }

        return ExitCode.Ok;
    }
}
