using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Runs cycles until the time is over, and writes a sample every few seconds.</summary>
internal static class SoakRun
{
    /// <summary>The name of the hidden subcommand.</summary>
    public const string Name = "soak-run";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public static void Run(SoakSettings settings)
    {
        var folders = new SoakFolders(settings.WorkFolder);
        SoakCycle.WriteSoundModel(folders.Sound);
        folders.BeginCycle();
        using StreamWriter samples = new(settings.SamplesFile) { AutoFlush = true };
        samples.WriteLine(SoakSample.Header);
        var clock = Stopwatch.StartNew();
        var next = TimeSpan.Zero;
        for (var cycle = 0; clock.Elapsed < TimeSpan.FromMinutes(settings.Minutes); cycle++)
        {
            if (clock.Elapsed >= next)
            {
                samples.WriteLine(SoakSample.Take(clock.Elapsed, cycle, folders.LeftOver()).ToCsv());
                next = clock.Elapsed + Interval;
            }

            folders.BeginCycle();
            RunCycle(folders, settings.Seed + cycle);
        }
    }

    private static void RunCycle(SoakFolders folders, int seed)
    {
        try
        {
            new SoakCycle(folders, seed).Run();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"The cycle with seed {seed} failed. Repeat it with --seeds={seed}.",
                exception
            );
        }
    }
}
