using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>A verb of the tool: its options, its examples, and what it does.</summary>
internal abstract class VerbCommand : Command
{
    /// <summary>Creates the verb.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">One sentence for <c>--help</c>.</param>
    /// <param name="context">Where it writes and what cancels it.</param>
    protected VerbCommand(string name, string description, CommandContext context)
        : base(name, description)
    {
        Context = context;
        SetAction(Run);
    }

    /// <summary>Command lines for <c>--help</c>, complete and ready to run.</summary>
    public abstract IReadOnlyList<string> Examples { get; }

    /// <summary>Where the verb writes and what cancels it.</summary>
    protected CommandContext Context { get; }

    /// <summary>Where the verb writes.</summary>
    protected CommandTerminal Terminal => Context.Terminal;

    /// <summary>Does what the verb promises; exceptions are reported by <see cref="CommandLineTool"/>.</summary>
    /// <returns>The exit code.</returns>
    protected abstract int Run(ParseResult parse);
}
