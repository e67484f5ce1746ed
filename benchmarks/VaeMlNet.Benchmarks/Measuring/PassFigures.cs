using System.Diagnostics;

namespace VaeMlNet.Benchmarks.Measuring;

/// <summary>What one pass of a contestant took.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">User and kernel time of all threads of the process.</param>
/// <param name="AllocatedBytes">Managed bytes that all threads allocated.</param>
internal readonly record struct PassFigures(double Seconds, double CpuSeconds, long AllocatedBytes)
{
    /// <summary>Runs one pass, after a collection: nobody pays for what another contestant left behind.</summary>
    public static PassFigures Measure(Contestant contestant, out double checksum)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        checksum = contestant.Pass();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        return new(elapsed.TotalSeconds, cpu.TotalSeconds, allocated);
    }
}
