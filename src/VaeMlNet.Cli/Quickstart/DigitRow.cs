using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>An MNIST digit as an ML.NET row.</summary>
internal sealed class DigitRow
{
    /// <summary>Grey levels in [0, 1].</summary>
    [VectorType(MnistDigits.Edge * MnistDigits.Edge)]
    public float[] Features { get; set; } = [];

    /// <summary>0..9.</summary>
    public int Label { get; set; }

    /// <summary>Wraps images in memory; rows are made anew by every pass.</summary>
    public static IDataView View(MLContext ml, FeatureMatrix images, IReadOnlyList<byte> labels)
    {
        var rows = Enumerable
            .Range(0, images.RowCount)
            .Select(i => new DigitRow { Features = images.Row(i).ToArray(), Label = labels[i] });
        return ml.Data.LoadFromEnumerable(rows);
    }
}
