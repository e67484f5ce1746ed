namespace VaeMlNet.Benchmarks;

/// <summary>What scoring some rows took.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Seconds">By the clock, from the first row to the last.</param>
/// <param name="CpuSeconds">Processor time of the same.</param>
/// <param name="PeakMiB">Largest resident memory of the process.</param>
internal sealed record RowsFigures(int Rows, double Seconds, double CpuSeconds, double PeakMiB);
