namespace VaeMlNet.Benchmarks;

/// <summary>How an axis is divided.</summary>
internal enum PlotScale
{
    Linear,

    /// <summary>Every value must be above 0.</summary>
    Log,
}
