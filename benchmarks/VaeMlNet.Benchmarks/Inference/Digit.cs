using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>An MNIST image as a row of a data view.</summary>
/// <remarks>ApplyOnnxModel needs columns with the names of the graph's tensors.</remarks>
internal sealed class Digit
{
    public const int PixelCount = 28 * 28;

    /// <summary>Gets or sets the gray levels in [0, 1].</summary>
    [ColumnName(GraphFile.FeaturesName), VectorType(PixelCount)]
    public float[] Features { get; set; } = [];
}
