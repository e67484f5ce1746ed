namespace VaeMlNet.Benchmarks;

/// <summary>The time and allocations of one pass of a candidate.</summary>
/// <param name="Seconds">The wall-clock time.</param>
/// <param name="CpuSeconds">The user and kernel time of all threads of the process.</param>
/// <param name="AllocatedBytes">The managed bytes that all threads allocated.</param>
internal readonly record struct PassFigures(double Seconds, double CpuSeconds, long AllocatedBytes);
