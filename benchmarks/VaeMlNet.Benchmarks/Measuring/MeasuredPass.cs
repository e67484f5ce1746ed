using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>One pass of a contestant.</summary>
/// <param name="Figures">What it took.</param>
/// <param name="Result">What it computed, to be compared with the others'.</param>
internal readonly record struct MeasuredPass(PassFigures Figures, double Result)
{
    /// <summary>Runs a pass in this process, after a collection: nobody pays for what another contestant left behind.</summary>
    public static MeasuredPass Of(Func<double> pass)
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
