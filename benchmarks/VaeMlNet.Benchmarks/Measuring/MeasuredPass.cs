using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>The time and result of one pass of a candidate.</summary>
/// <param name="Figures">The time and allocations of the pass.</param>
/// <param name="Result">The result, to be compared with those of other candidates.</param>
internal readonly record struct MeasuredPass(PassFigures Figures, double Result)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Runs a pass in this process. A garbage collection and a wait before it exclude the garbage and the threads of other candidates.
    /// </summary>
    public static MeasuredPass Measure(Func<double> pass)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        WaitForThreads();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var result = pass();
        var elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(new(elapsed.TotalSeconds, cpu.TotalSeconds, allocated), result);
    }

    /// <summary>Waits while threads of this process compute. Those of a session whose last run has ended look for work for a while.</summary>
    private static void WaitForThreads()
    {
        for (var waited = TimeSpan.Zero; waited < LongestWait; waited += Step)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Step);
            if (Environment.CpuUsage.TotalTime - cpu < Step / 10)
            {
                return;
            }
        }
    }
}
