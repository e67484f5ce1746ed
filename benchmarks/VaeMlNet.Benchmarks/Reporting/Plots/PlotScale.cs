namespace VaeMlNet.Benchmarks;

/// <summary>The scale of an axis.</summary>
internal enum PlotScale
{
    Linear,

    /// <summary>A logarithmic scale. Every value must be above 0.</summary>
    Log,
}
