using System.CommandLine;
using VaeMlNet.Cli;

namespace VaeMlNet.Docs.Tests;

/// <summary>The tool's own parser, without running what it parses.</summary>
internal static class VaemlnetParser
{
    private static readonly Command Root = VaemlnetTool.CreateRoot(
        Verbs.For(
            [],
            new CommandContext(new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false), default)
        ),
        [new Option<bool>("--verbose") { Recursive = true }, SettingsFile.CreateOption()]
    );

    /// <summary>Every verb with its options' names.</summary>
    public static IEnumerable<(string Verb, string[] Options)> All =>
        Root.Subcommands.Select(verb => (verb.Name, verb.Options.Select(option => option.Name).ToArray()));

    public static IEnumerable<string> OptionNames =>
        All.SelectMany(verb => verb.Options).Concat(Root.Options.Select(option => option.Name)).Distinct();

    /// <summary>What is wrong with a command line, or null. Lines that end in ... may lack what is required.</summary>
    public static string? Fault(IReadOnlyList<string> arguments)
    {
        string[] given = [.. arguments.Where(argument => argument != "...")];
        if (given.Length == 0 || given[0] == "VERB")
        {
            return null;
        }

        var parse = Root.Parse(given);
        var isOpen = given.Length < arguments.Count;
        string[] faults =
        [
            .. parse.UnmatchedTokens.Select(token => $"'{token}' is unknown"),
            .. parse.Errors.Where(_ => !isOpen).Select(error => error.Message),
        ];
        return faults.Length == 0 ? null : string.Join(" ", faults);
    }

    /// <summary>Reads a settings file of a verb as the tool does.</summary>
    public static void ReadSettings(string verb, string path)
    {
        var file = SettingsFile.Read(path, Root.Parse([verb]).CommandResult);
        Assert.That(Root.Parse([verb, .. file.Arguments]).UnmatchedTokens, Is.Empty);
    }
}
