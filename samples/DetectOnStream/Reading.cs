using System.Globalization;

namespace DetectOnStream;

/// <summary>A row of the stream, with the column names of the model. NaN and an empty text are missing values.</summary>
internal sealed class Reading
{
    public float Speed { get; set; }

    public float Flow { get; set; }

    public float Pressure { get; set; }

    public float Power { get; set; }

    public float Temperature { get; set; }

    public float Vibration { get; set; }

    public string Mode { get; set; } = "";

    /// <summary>The columns of a line, in order.</summary>
    public const string Header = "Speed,Flow,Pressure,Power,Temperature,Vibration,Mode";

    /// <summary>Parses a line of numbers and plain words. For quoted cells, use a CSV library.</summary>
    /// <exception cref="FormatException">The line has a different number of cells, or a cell is not a number, or too large for 32 bits.</exception>
    public static Reading Parse(string line)
    {
        var cells = line.Split(',');
        var columns = Header.Split(',');
        if (cells.Length != columns.Length)
        {
            throw new FormatException($"it has {cells.Length} cells, expected {columns.Length}: {Header}");
        }

        float Number(int column) =>
            cells[column].Length == 0 ? float.NaN
            : float.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && !float.IsInfinity(value)
                ? value
            : throw new FormatException(
                $"column '{columns[column]}' holds '{cells[column]}', expected a 32-bit number or nothing"
            );

        return new Reading
        {
            Speed = Number(0),
            Flow = Number(1),
            Pressure = Number(2),
            Power = Number(3),
            Temperature = Number(4),
            Vibration = Number(5),
            Mode = cells[6],
        };
    }
}
