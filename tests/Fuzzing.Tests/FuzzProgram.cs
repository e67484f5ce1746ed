using System.Diagnostics;
using System.Globalization;

namespace Fuzzing.Tests;

/// <summary>The program of this assembly, which tries the inputs of one target.</summary>
internal static class FuzzProgram
{
    /// <summary>Gets the targets by name. Each makes one from an empty folder for its files.</summary>
    public static IReadOnlyDictionary<string, Func<string, FuzzTarget>> Targets { get; } =
        new SortedDictionary<string, Func<string, FuzzTarget>>(StringComparer.Ordinal)
        {
            ["checkpoint"] = folder => new CheckpointTarget(folder),
            ["csv"] = folder => new CsvTarget(folder),
            ["idx"] = folder => new IdxTarget(folder),
            ["jobs"] = folder => new JobFolderTarget(folder),
            ["json"] = folder => new JsonTarget(folder),
            ["messages"] = _ => new MessagesTarget(),
            [OperatorTarget.Name] = folder => new OperatorTarget(folder),
            ["scripts"] = _ => new ScriptsTarget(),
        };

    /// <summary>Runs a fuzz target. The arguments are <c>fuzz TARGET FOLDER FIRST_SEED COUNT</c>.</summary>
    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return arguments is [FuzzRun.Verb, var target, var folder, var firstSeed, var count]
            ? FuzzRun.Run(
                Targets[target](folder),
                int.Parse(firstSeed, CultureInfo.InvariantCulture),
                int.Parse(count, CultureInfo.InvariantCulture)
            )
            : 2;
    }

    /// <summary>Starts it with its output redirected. The caller disposes the process.</summary>
    /// <param name="target">The target's name.</param>
    /// <param name="folder">An empty folder for its files and for temporary files.</param>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="count">The number of seeds.</param>
    public static Process Start(string target, string folder, int firstSeed, int count)
    {
        var program = typeof(FuzzProgram).Assembly.Location;
        ProcessStartInfo start = new("dotnet", [program, FuzzRun.Verb, target, folder, $"{firstSeed}", $"{count}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in new[] { "TMPDIR", "TMP", "TEMP" })
        {
            start.Environment[name] = folder;
        }

        return Process.Start(start)!;
    }
}
