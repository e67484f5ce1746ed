using System.CommandLine;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet completion</c>. It prints the script with which a shell completes command lines of the tool.</summary>
internal sealed class CompletionCommand : VerbCommand
{
    private readonly Argument<string> shell = new("SHELL")
    {
        Description = $"The shell: {string.Join(", ", CompletionScripts.Shells)}",
    };

    /// <summary>Creates the verb.</summary>
    public CompletionCommand(CommandContext context)
        : base("completion", "Prints a script with which a shell completes verbs, options and their words.", context)
    {
        shell.AcceptOnlyFromAmong([.. CompletionScripts.Shells]);
        Arguments.Add(shell);
    }

    public override IReadOnlyList<string> Examples =>
        ["completion bash", "completion zsh", "completion fish", "completion powershell"];

    protected override int Run(ParseResult parse)
    {
        Terminal.Output.Write(
            CompletionScripts.Write(parse.GetValue(shell)!, Terminal.ToolName, [.. Verbs.For([], Context)])
        );
        return ExitCode.Ok;
    }
}
