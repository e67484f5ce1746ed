namespace VaeMlNet.Benchmarks;

/// <summary>The time and memory of scoring some rows.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Seconds">The wall-clock time from the first row to the last.</param>
/// <param name="CpuSeconds">The processor time of the same rows.</param>
/// <param name="PeakMiB">The largest resident memory of the process.</param>
internal sealed record RowsFigures(int Rows, double Seconds, double CpuSeconds, double PeakMiB);
