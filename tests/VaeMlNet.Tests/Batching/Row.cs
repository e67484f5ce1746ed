using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A row as users declare them.</summary>
internal sealed class Row
{
    public int Id { get; set; }

    public string Text { get; set; } = "";

    [VectorType(TinyModel.InputDim)]
    public float[] Features { get; set; } = [];

    [VectorType(TinyModel.InputDim)]
    public float[] Raw { get; set; } = [];

    public static Row[] From(float[][] rows) =>
        [
            .. rows.Select(
                (values, i) =>
                    new Row
                    {
                        Id = i,
                        Text = $"row {i}",
                        Features = values,
                        Raw = values,
                    }
            ),
        ];
}
