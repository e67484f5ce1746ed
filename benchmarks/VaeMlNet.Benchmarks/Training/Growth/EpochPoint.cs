namespace VaeMlNet.Benchmarks;

/// <summary>One number of rows.</summary>
/// <param name="Source">Where the rows were.</param>
/// <param name="RowCount">How many.</param>
/// <param name="Figures">What they took.</param>
internal sealed record EpochPoint(GrowthSource Source, long RowCount, GrowthFigures Figures)
{
    private const double BytesPerMegabyte = 1e6;

    /// <summary>Over the epochs.</summary>
    public Quartiles MicrosecondsPerRow =>
        Quartiles.Of(Figures.EpochSeconds.Select(seconds => 1e6 * seconds / RowCount));

    public double PeakMegabytes => Figures.PeakBytes / BytesPerMegabyte;

    /// <summary>What the rows alone take as float32, for comparison.</summary>
    public double RowMegabytes => RowCount * Digit.PixelCount * sizeof(float) / BytesPerMegabyte;
}
