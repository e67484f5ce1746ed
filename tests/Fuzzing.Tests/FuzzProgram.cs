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
            ["cells"] = folder => new CellTextTarget(folder),
            ["checkpoint"] = folder => new CheckpointTarget(folder),
            ["csv"] = folder => new CsvTarget(folder),
            ["files"] = folder => new RowTextTarget(folder, RowTextTarget.Files()),
            ["idx"] = folder => new IdxTarget(folder),
            ["jobs"] = folder => new JobFolderTarget(folder),
            ["json"] = folder => new JsonTarget(folder),
            ["messages"] = _ => new MessagesTarget(),
            ["model-zip"] = folder => new ModelZipTarget(folder),
            [OperatorTarget.Name] = folder => new OperatorTarget(folder),
            ["pictures"] = folder => new PictureTarget(folder),
            ["scripts"] = _ => new ScriptsTarget(),
            ["series"] = folder => new SeriesMessagesTarget(folder),
            ["telemetry"] = folder => new RowTextTarget(folder, RowTextTarget.Telemetry()),
            ["tools"] = folder => new RowTextTarget(folder, RowTextTarget.Tools()),
            ["tracking"] = folder => new TrackingTarget(folder),
            ["trials"] = folder => new TrialFolderTarget(folder),
        };

    /// <summary>
    /// Runs a fuzz target, <c>fuzz TARGET FOLDER FIRST_SEED COUNT</c>, or all of them with a number of inputs in total,
    /// <c>all COUNT [FIRST_SEED]</c>.
    /// </summary>
    public static int Main(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return arguments switch
        {
            [FuzzRun.Verb, var target, var folder, var firstSeed, var count] => FuzzRun.Run(
                Targets[target](folder),
                Number(firstSeed),
                Number(count)
            ),
            ["all", var count] => RunAll(Number(count), firstSeed: 0),
            ["all", var count, var firstSeed] => RunAll(Number(count), Number(firstSeed)),
            _ => 2,
        };

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>Divides inputs among all targets, and prints how many of each were refused, accepted and broken.</summary>
    /// <returns>The exit code: 0 when no input breaks a promise.</returns>
    private static int RunAll(int count, int firstSeed)
    {
        var shares = Targets.Keys.Sum(Share);
        var (inputs, broken) = (0, 0);
        Lock gate = new();
        Console.WriteLine($"{"kind", -12}{"inputs", 8}{"refused", 10}{"accepted", 10}{"broken", 8}");
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(
            Targets.Keys.OrderBy(Share),
            options,
            target =>
            {
                var part = (int)Math.Ceiling((double)count * Share(target) / shares);
                using TemporaryFolder folder = new();
                var session = FuzzSession.Collect(
                    (first, seeds) => Start(target, folder.Path, first, seeds),
                    firstSeed,
                    part
                );
                lock (gate)
                {
                    Console.WriteLine(
                        $"{target, -12}{part, 8}{session.Refused, 10}{session.Accepted, 10}{session.Broken.Count, 8}"
                    );
                    session
                        .Broken.ToList()
                        .ForEach(line => Console.WriteLine($"  {line[..Math.Min(line.Length, 400)]}"));
                    (inputs, broken) = (inputs + part, broken + session.Broken.Count);
                }
            }
        );
        Console.WriteLine($"{inputs} inputs of {Targets.Count} kinds, {broken} broken");
        return broken == 0 ? 0 : 1;
    }

    /// <summary>Returns the share of a target. An input of a small share trains models or runs several verbs.</summary>
    private static int Share(string target) =>
        target switch
        {
            OperatorTarget.Name => 80,
            "messages" or "series" => 30,
            "idx" => 25,
            "cells" => 15,
            "trials" => 7,
            "tracking" => 5,
            "checkpoint" or "json" or "scripts" => 2,
            _ => 1,
        };

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
