using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes the parts that the JSON files of all benchmarks share.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Adds the ratios and their direction to a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="direction">Whether larger or smaller ratios are better.</param>
    /// <param name="ratios">The ratios.</param>
    public static void AddRatios(JsonObject report, string direction, IReadOnlyList<RatioFigures> ratios)
    {
        report["direction"] = direction;
        report["ratios"] = ByName(ratios, ratio => Rounded(ratio.Clock.Median));
        report["ratio_quartiles"] = ByName(ratios, ratio => ToJson(ratio.Clock));
        report["cpu_ratio_quartiles"] = ByName(ratios, ratio => ToJson(ratio.Cpu));
    }

    public static JsonObject ToJson(Quartiles quartiles) =>
        new()
        {
            ["lower"] = Rounded(quartiles.Lower),
            ["median"] = Rounded(quartiles.Median),
            ["upper"] = Rounded(quartiles.Upper),
        };

    public static JsonNode ToJson(MachineFacts machine) => JsonSerializer.SerializeToNode(machine, Options)!;

    /// <summary>Formats local time with its offset from UTC.</summary>
    public static string ToJson(DateTimeOffset date) =>
        date.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    private static JsonObject ByName(IReadOnlyList<RatioFigures> ratios, Func<RatioFigures, JsonNode> value) =>
        new(ratios.Select(ratio => KeyValuePair.Create(ratio.Name, (JsonNode?)value(ratio))));

    private static double Rounded(double value) => Math.Round(value, 4);
}
