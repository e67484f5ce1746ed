using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Tooling;

/// <summary>A group of options that belong together, and that verbs share.</summary>
internal abstract class OptionGroup
{
    /// <summary>Gets the options, in the order of the help.</summary>
    public abstract IEnumerable<Option> All { get; }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(All);
        command.Validators.Add(Check);
    }

    /// <summary>Returns the names of the options that the user gave.</summary>
    public IEnumerable<string> Given(SymbolResult result) => result.Given(All);

    /// <summary>Reports combinations of options that contradict each other.</summary>
    protected virtual void Check(CommandResult result) { }
}
