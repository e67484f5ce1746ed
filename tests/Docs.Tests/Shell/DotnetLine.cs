namespace VaeMlNet.Docs.Tests;

/// <summary>
/// Checks command lines of dotnet: those that run the build or the tool like their own, and others for the names of
/// packages.
/// </summary>
internal static class DotnetLine
{
    private const string Cli = "src/VaeMlNet.Cli";

    private static readonly string[] Verbs = ["add", "build", "new", "pack", "publish", "run", "test", "tool"];

    private static readonly string[] Packages =
    [
        "VaeMlNet",
        "VaeMlNet.Cli",
        "VaeMlNet.OnnxExport",
        "VaeMlNet.Templates",
        "VaeMlNet.Training",
        "VaeMlNet.Worker",
    ];

    public static string? Fault(IReadOnlyList<string> arguments)
    {
        if (arguments[0] == "cake")
        {
            return CakeScript.Fault([.. arguments.Skip(1)]);
        }

        if (!Verbs.Contains(arguments[0]))
        {
            return $"'dotnet {arguments[0]}' is not known to the docs' tests";
        }

        var missing = arguments.FirstOrDefault(IsMissing);
        if (missing is not null)
        {
            return $"there is no '{missing}'";
        }

        var tool = arguments.ToList().IndexOf("--");
        return arguments[0] == "run" && tool > 0 && arguments.Contains(Cli)
            ? VaemlnetParser.Fault([.. arguments.Skip(tool + 1)])
            : null;
    }

    /// <summary>Returns whether an argument names a missing file or folder, or a package or template that this repository does not have.</summary>
    private static bool IsMissing(string argument) =>
        argument.Contains('/', StringComparison.Ordinal)
        && argument.Split('/')[0] is "src" or "samples" or "tests" or "benchmarks"
            ? !Path.Exists(Repository.PathOf(argument))
            : argument.StartsWith("VaeMlNet", StringComparison.OrdinalIgnoreCase)
                && !Packages.Contains(argument)
                && !Directory.Exists(Repository.PathOf("templates", "content", argument));
}
