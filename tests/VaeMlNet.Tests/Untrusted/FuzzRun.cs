using System.Diagnostics;

namespace VaeMlNet.Tests;

/// <summary>Uses damaged copies of something, one per seed, and holds every one to what is promised of it.</summary>
/// <remarks>It runs in a process of its own, so that a crash, a hang and the memory of one seed are seen as such.</remarks>
internal sealed class FuzzRun(FuzzTarget target)
{
    public const string Verb = "fuzz";

    /// <summary>Processor time, not time: other processes must not make it fail.</summary>
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1);

    private const long LargestMemory = 256L << 20;

    /// <summary>Prints each seed before it is tried, what is wrong with it if anything is, and the totals.</summary>
    public static int Run(FuzzTarget target, int firstSeed, int count)
    {
        var run = new FuzzRun(target);
        target.UseOriginal();
        target.Forget();
        int broken = 0;
        for (int seed = firstSeed; seed < firstSeed + count; seed++)
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
        string damaged = target.Damage(seed);
        using var process = Process.GetCurrentProcess();
        long before = process.WorkingSet64;
        long peakBefore = process.PeakWorkingSet64;
        long allocatedBefore = GC.GetTotalAllocatedBytes();
        TimeSpan timeBefore = process.TotalProcessorTime;
        try
        {
            target.UseDamaged();
        }
        catch (Exception e)
        {
            return $"{damaged}: {e}";
        }
        process.Refresh();
        TimeSpan time = process.TotalProcessorTime - timeBefore;
        long allocated = GC.GetTotalAllocatedBytes() - allocatedBefore;
        long grown = process.PeakWorkingSet64 > peakBefore ? process.PeakWorkingSet64 - before : 0;
        return time > LongestTime ? $"{damaged} took {time.TotalSeconds:F1} s of processor time"
            : Math.Max(allocated, grown) > LargestMemory ? $"{damaged} took {Math.Max(allocated, grown) >> 20} MB"
            : null;
    }
}
