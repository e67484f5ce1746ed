using System.Diagnostics;

namespace VaeMlNet.Benchmarks.Measuring;

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
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        double result = pass();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(new(elapsed.TotalSeconds, cpu.TotalSeconds, allocated), result);
    }
}
