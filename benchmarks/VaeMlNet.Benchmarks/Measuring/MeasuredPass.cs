using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>The time and result of one pass of a candidate.</summary>
/// <param name="Figures">The time and allocations of the pass.</param>
/// <param name="Result">The result, to be compared with those of other candidates.</param>
internal readonly record struct MeasuredPass(PassFigures Figures, double Result)
{
    /// <summary>Runs a pass in this process. A garbage collection before it excludes the garbage of other candidates.</summary>
    public static MeasuredPass Measure(Func<double> pass)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var result = pass();
        var elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(new(elapsed.TotalSeconds, cpu.TotalSeconds, allocated), result);
    }
}
