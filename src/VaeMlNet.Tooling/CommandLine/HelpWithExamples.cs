using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace VaeMlNet.Tooling;

/// <summary>The usual help text, followed by the verb's examples.</summary>
/// <param name="usual">Writes the usual text.</param>
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
            // The examples of a verb begin with the verb, which is a tool itself where it is the root.
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
