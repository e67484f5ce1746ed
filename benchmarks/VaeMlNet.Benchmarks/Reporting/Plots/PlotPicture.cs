using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Benchmarks;

/// <summary>Draws plots with matplotlib, by the script <c>plot.py</c>.</summary>
internal static class PlotPicture
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes <c>OUT/NAME.plot.json</c> and draws <c>PICTURES/NAME.png</c> from it.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="name">The name of the files without extension.</param>
    /// <param name="outputFolder">The folder for the JSON file.</param>
    /// <param name="pictureFolder">The folder for the picture.</param>
    /// <param name="report">Receives a message if matplotlib is missing. The JSON file is written nevertheless.</param>
    public static void Write(Plot plot, string name, string outputFolder, string pictureFolder, Action<string> report)
    {
        Directory.CreateDirectory(outputFolder);
        Directory.CreateDirectory(pictureFolder);
        var data = Path.Combine(outputFolder, $"{name}.plot.json");
        File.WriteAllText(data, ToJson(plot) + "\n");
        try
        {
            DebianPython.Run(
                "Reporting/plot.py",
                "python3-matplotlib",
                data,
                Path.Combine(pictureFolder, $"{name}.png")
            );
        }
        catch (InvalidOperationException exception)
        {
            report($"'{name}.png' was not drawn; its figures are in '{data}'. {exception.Message}");
        }
    }

    /// <summary>Returns the plot in the JSON format that <c>plot.py</c> reads.</summary>
    public static string ToJson(Plot plot) => JsonSerializer.Serialize(plot, Json);
}
