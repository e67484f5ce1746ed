namespace VaeMlNet.Benchmarks;

/// <summary>What one pass of a contestant took.</summary>
/// <param name="Seconds">Wall clock.</param>
/// <param name="CpuSeconds">User and kernel time of all threads of the process.</param>
/// <param name="AllocatedBytes">Managed bytes that all threads allocated.</param>
internal readonly record struct PassFigures(double Seconds, double CpuSeconds, long AllocatedBytes);
