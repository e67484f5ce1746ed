using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>The targets of build.cake, and the arguments that each takes.</summary>
internal static partial class CakeScript
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("build.cake"));

    /// <summary>Arguments that all targets accept.</summary>
    private static readonly string[] Common = ["target", "configuration", "deps"];

    public static IReadOnlyDictionary<string, string[]> Targets { get; } =
        Text.Split("\nTask(\"")
            .Skip(1)
            .Select(task => task.Split("\n});\n")[0].Split("\n\nRunTarget")[0])
            .ToDictionary(task => task.Split('"')[0], task => Names(task));

    public static IEnumerable<string> ArgumentNames =>
        Common.Concat(Targets.Values.SelectMany(names => names)).Distinct();

    /// <summary>Returns the fault in the arguments of ./build.sh or dotnet cake, or null.</summary>
    public static string? Fault(IReadOnlyList<string> arguments)
    {
        var target =
            arguments.FirstOrDefault(a => a.StartsWith("--target=", StringComparison.Ordinal))?["--target=".Length..]
            ?? "Quickstart";
        if (!Targets.TryGetValue(target, out var known))
        {
            return $"there is no target '{target}'";
        }

        if (target == "ExportOnnx")
        {
            // It passes on what it does not know itself.
            string[] options =
            [
                .. arguments.Where(a => !Common.Any(name => a.StartsWith($"--{name}=", StringComparison.Ordinal))),
            ];
            return VaemlnetParser.Fault(["export", .. options]);
        }

        string[] unknown =
        [
            .. arguments.Select(a => a.Split('=')[0]).Where(a => !Common.Concat(known).Any(name => a == $"--{name}")),
        ];
        return unknown.Length == 0 ? null : $"{target} does not take {string.Join(", ", unknown)}";
    }

    /// <summary>
    /// Returns the names in Argument("name") and HasArgument("name"), and those that a task passes on as strings.
    /// </summary>
    private static string[] Names(string task) =>
        [.. Quoted().Matches(task).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex("\"([a-z][a-z-]*)\"")]
    private static partial Regex Quoted();
}
