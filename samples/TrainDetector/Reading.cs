using System.Globalization;

namespace TrainDetector;

/// <summary>A reading of a pump: a row of the table that the detector is trained on. NaN is a missing value.</summary>
internal sealed class Reading
{
    public float Speed { get; set; } // 1/min

    public float Flow { get; set; } // m3/h

    public float Pressure { get; set; } // bar

    public float Power { get; set; } // kW

    public float Temperature { get; set; } // deg C

    public float Vibration { get; set; } // mm/s

    public string Mode { get; set; } = ""; // eco or boost

    public static string[] Columns =>
        [
            nameof(Speed),
            nameof(Flow),
            nameof(Pressure),
            nameof(Power),
            nameof(Temperature),
            nameof(Vibration),
            nameof(Mode),
        ];

    public string ToCsv() =>
        string.Join(',', new[] { Speed, Flow, Pressure, Power, Temperature, Vibration }.Select(Cell).Append(Mode));

    private static string Cell(float value) =>
        float.IsNaN(value) ? "" : value.ToString("0.###", CultureInfo.InvariantCulture);
}
