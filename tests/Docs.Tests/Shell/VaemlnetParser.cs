using System.CommandLine;
using VaeMlNet.Cli;

namespace VaeMlNet.Docs.Tests;

/// <summary>The tools' own parsers, without running what they parse.</summary>
internal static class VaemlnetParser
{
    private static readonly CommandContext Context = new(
        new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
        default
    );

    private static readonly Command Root = VaemlnetTool.Create(Verbs.For([], Context)).Root;

    private static readonly Command WorkerRoot = new CommandLineTool(new QueueWorkerCommand(Context)).Root;

    /// <summary>Gets every verb and the worker, with the names of their options.</summary>
    public static IEnumerable<(string Verb, string[] Options)> All =>
        Root
            .Subcommands.Append(new QueueWorkerCommand(Context))
            .Select(verb => (verb.Name, verb.Options.Select(option => option.Name).ToArray()));

    public static IEnumerable<string> OptionNames =>
        All.SelectMany(verb => verb.Options).Concat(Root.Options.Select(option => option.Name)).Distinct();

    /// <summary>
    /// Returns the fault in a command line of vaemlnet, or null. Lines that end with ... may lack required options.
    /// </summary>
    public static string? Fault(IReadOnlyList<string> arguments) =>
        arguments.Count > 0 && arguments[0] == "VERB" ? null : Fault(Root, arguments);

    /// <summary>Returns the fault in a command line of vaemlnet-worker, or null.</summary>
    public static string? WorkerFault(IReadOnlyList<string> arguments) => Fault(WorkerRoot, arguments);

    /// <summary>Reads a settings file of a verb as the tool does.</summary>
    public static void ReadSettings(string verb, string path) => ReadSettings(Root, [verb], path);

    /// <summary>Reads a settings file as vaemlnet-worker does.</summary>
    public static void ReadWorkerSettings(string path) => ReadSettings(WorkerRoot, [], path);

    private static void ReadSettings(Command root, string[] verb, string path)
    {
        var file = SettingsFile.Read(path, root.Parse(verb).CommandResult);
        Assert.That(root.Parse([.. verb, .. file.Arguments]).UnmatchedTokens, Is.Empty);
    }

    private static string? Fault(Command root, IReadOnlyList<string> arguments)
    {
        string[] given = [.. arguments.Where(argument => argument != "...")];
        if (given.Length == 0)
        {
            return null;
        }

        var parse = root.Parse(given);
        var isOpen = given.Length < arguments.Count;
        string[] faults =
        [
            .. parse.UnmatchedTokens.Select(token => $"'{token}' is unknown"),
            .. parse.Errors.Where(_ => !isOpen).Select(error => error.Message),
        ];
        return faults.Length == 0 ? null : string.Join(" ", faults);
    }
}
