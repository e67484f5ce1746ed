using System.Diagnostics;

namespace VaeMlNet.Tests.Shared;

/// <summary>Tries one damaged input per seed and checks that each ends in a result or in a documented exception.</summary>
/// <remarks>
/// For many seeds, <see cref="FuzzSession"/> starts it in a process of its own, so that a crash, a hang and the memory of one seed
/// are seen as such.
/// </remarks>
public sealed class FuzzRun
{
    /// <summary>The first argument of a process that fuzzes.</summary>
    public const string Verb = "fuzz";

    private readonly FuzzTarget target;

    private FuzzRun(FuzzTarget target)
    {
        this.target = target;
    }

    /// <summary>Prints each seed before it is tried, a line for each seed that breaks a promise, and the totals.</summary>
    /// <returns>The exit code: 0 when no seed breaks a promise.</returns>
    public static int Run(FuzzTarget target, int firstSeed, int count)
    {
        var run = new FuzzRun(target);
        target.UseOriginal();
        target.Forget();
        var broken = 0;
        for (var seed = firstSeed; seed < firstSeed + count; seed++)
        {
            Console.WriteLine($"seed {seed}");
            if (run.Try(seed) is { } problem)
            {
                Console.WriteLine($"BROKEN seed {seed}: {problem.ReplaceLineEndings(" ")}");
                broken++;
            }
        }

        Console.WriteLine($"refused {target.Refused} accepted {target.Accepted}");
        return broken == 0 ? 0 : 1;
    }

    private string? Try(int seed)
    {
        var damaged = target.Damage(seed);
        using var process = Process.GetCurrentProcess();
        var before = process.WorkingSet64;
        var peakBefore = process.PeakWorkingSet64;
        var allocatedBefore = GC.GetTotalAllocatedBytes();
        var timeBefore = process.TotalProcessorTime;
        try
        {
            target.UseDamaged();
        }
        catch (Exception e)
        {
            return $"{damaged}: {e}";
        }

        process.Refresh();
        var time = process.TotalProcessorTime - timeBefore;
        var allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        var grown = process.PeakWorkingSet64 > peakBefore ? process.PeakWorkingSet64 - before : 0;
        // Processor time, because other processes must not make it fail.
        return time > target.LongestTime ? $"{damaged} took {time.TotalSeconds:F1} s of processor time"
            : Math.Max(allocated, grown) > target.LargestMemory
                ? $"{damaged} took {Math.Max(allocated, grown) >> 20} MB"
            : null;
    }
}
