using System.CommandLine;
using VaeMlNet.Cli.Commands;
using VaeMlNet.Cli.Terminal;

namespace VaeMlNet.Docs.Tests.Shell;

/// <summary>The tool's own parser, without running what it parses.</summary>
internal static class VaemlnetParser
{
    private static readonly VerbCommand[] Verbs =
    [
        .. Cli.Commands.Verbs.For(
            [],
            new CommandContext(new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false), default)
        ),
    ];

    /// <summary>Options that every verb has.</summary>
    private static readonly string[] Common = ["--help", "--version", "--verbose"];

    /// <summary>What is wrong with a command line, or null. Lines that end in ... may lack what is required.</summary>
    public static string? Fault(IReadOnlyList<string> arguments)
    {
        string[] given = [.. arguments.Where(argument => argument != "...")];
        if (given.Length == 0 || Common.Contains(given[0]))
            return null;
        var verb = Verbs.SingleOrDefault(verb => verb.Name == given[0]);
        if (verb is null)
            return $"there is no verb '{given[0]}'";
        var parse = verb.Parse(given[1..].Except(Common).ToArray());
        bool isOpen = given.Length < arguments.Count;
        string[] faults = [.. parse.UnmatchedTokens.Select(token => $"'{token}' is unknown")];
        if (!isOpen)
            faults = [.. faults, .. parse.Errors.Select(error => error.Message)];
        return faults.Length == 0 ? null : string.Join(" ", faults);
    }

    /// <summary>Every verb with its options' names.</summary>
    public static IEnumerable<(string Verb, string[] Options)> All =>
        Verbs.Select(verb => (verb.Name, verb.Options.Select(option => option.Name).ToArray()));

    public static IEnumerable<string> OptionNames => All.SelectMany(verb => verb.Options).Concat(Common).Distinct();
}
