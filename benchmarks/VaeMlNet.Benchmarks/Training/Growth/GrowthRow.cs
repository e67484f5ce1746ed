using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>A generated row of a data view.</summary>
internal sealed class GrowthRow
{
    /// <summary>Gets or sets the gray levels in [0, 1].</summary>
    [VectorType(Digit.PixelCount)]
    public float[] Features { get; set; } = new float[Digit.PixelCount];
}
