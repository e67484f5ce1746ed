using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>A verb of a tool, with its options, its examples and its action.</summary>
internal abstract class VerbCommand : Command
{
    /// <summary>Creates the verb.</summary>
    protected VerbCommand(string name, string description, CommandContext context)
        : base(name, description)
    {
        Context = context;
        SetAction(Run);
    }

    /// <summary>Gets the example command lines for <c>--help</c>. They are complete and can be run.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Gets or sets the heading of the verb's group in the help of the tool. Default: null, none.</summary>
    public string? Group { get; set; }

    /// <summary>Gets the names of the options that <c>--help</c> shows, where it does not show all. Default: null, all.</summary>
    public virtual IReadOnlyCollection<string>? CommonOptions => null;

    /// <summary>Gets the terminal and the cancellation token.</summary>
    protected CommandContext Context { get; }

    /// <summary>Gets the terminal to write to.</summary>
    protected CommandTerminal Terminal => Context.Terminal;

    /// <summary>Runs the verb. <see cref="CommandLineTool"/> reports its exceptions.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parse);
}
