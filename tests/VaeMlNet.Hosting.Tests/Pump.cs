using Microsoft.ML.Data;

namespace VaeMlNet.Hosting.Tests;

/// <summary>A row for the model onnx/pumps, with members of several types.</summary>
internal sealed class Pump
{
    public float? Speed { get; init; } = 1357;

    public double Flow { get; init; } = 26.3;

    [ColumnName("Pressure")]
    public decimal Bar { get; init; } = 2.17m;

    public float Power { get; init; } = 2.8f;

    // The column begins with an upper-case letter.
    public int? temperature { get; init; } = 40;

    public float? Vibration { get; init; }

    public string? Mode { get; init; } = "eco";

    /// <summary>Returns the cells for single rows of VaeScorer.</summary>
    public float[] Cells() =>
        [
            Speed ?? float.NaN,
            (float)Flow,
            (float)Bar,
            Power,
            temperature ?? float.NaN,
            Vibration ?? float.NaN,
            Mode switch
            {
                null or "" => 0,
                "boost" => 1,
                "eco" => 2,
                _ => 3,
            },
        ];
}
