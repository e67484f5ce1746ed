namespace VaeMlNet.Benchmarks;

/// <summary>A curve.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Horizontal positions of the points.</param>
/// <param name="Y">Their values, as many.</param>
internal sealed record PlotSeries(string Name, double[] X, double[] Y)
{
    /// <summary>Lower ends of the spread around the points, as many; null without.</summary>
    public double[]? Lower { get; init; }

    /// <summary>Upper ends of the spread around the points, as many; null without.</summary>
    public double[]? Upper { get; init; }
}
