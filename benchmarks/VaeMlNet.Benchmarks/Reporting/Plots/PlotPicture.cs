using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet.Benchmarks;

/// <summary>Draws plots with matplotlib, by <c>plot.py</c>.</summary>
internal static class PlotPicture
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes <c>OUT/NAME.plot.json</c> and draws <c>PICTURES/NAME.png</c> from it.</summary>
    /// <param name="plot">What to draw.</param>
    /// <param name="name">Name of the files without extension.</param>
    /// <param name="outputFolder">Folder for the JSON file.</param>
    /// <param name="pictureFolder">Folder for the picture.</param>
    /// <param name="report">Told when there is no matplotlib to draw with: the figures are written all the same.</param>
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

    /// <summary>The plot as <c>plot.py</c> reads it.</summary>
    public static string ToJson(Plot plot) => JsonSerializer.Serialize(plot, Json);
}
