namespace VaeMlNet.Benchmarks;

/// <summary>The figures of training on one number of rows.</summary>
/// <param name="Source">The source of the rows.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="Figures">The time and memory.</param>
internal sealed record EpochPoint(GrowthSource Source, long RowCount, GrowthFigures Figures)
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Gets the time per row, over the epochs.</summary>
    public Quartiles MicrosecondsPerRow =>
        Quartiles.Compute(Figures.EpochSeconds.Select(seconds => 1e6 * seconds / RowCount));

    public double PeakMegabytes => Figures.PeakBytes / BytesPerMegabyte;

    /// <summary>Gets the memory that Fit needed in addition to that before it, in copies of the rows as float32.</summary>
    public double Copies => (Figures.PeakBytes - Figures.StartBytes) / (RowMegabytes * BytesPerMegabyte);

    /// <summary>Gets the size of the rows as float32, for comparison.</summary>
    public double RowMegabytes => RowCount * GrowthWorker.WidthOf(Source) * sizeof(float) / BytesPerMegabyte;
}
