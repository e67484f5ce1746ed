namespace VaeMlNet.Benchmarks;

/// <summary>A curve of a plot.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="X">The horizontal positions of the points.</param>
/// <param name="Y">The vertical positions of the points.</param>
internal sealed record PlotSeries(string Name, double[] X, double[] Y)
{
    /// <summary>Gets the lower ends of the ranges around the points, or null.</summary>
    public double[]? Lower { get; init; }

    /// <summary>Gets the upper ends of the ranges around the points, or null.</summary>
    public double[]? Upper { get; init; }
}
