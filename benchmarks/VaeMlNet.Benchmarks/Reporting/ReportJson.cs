using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>What the benchmarks' JSON files have in common.</summary>
internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The members of ratios, their direction first.</summary>
    /// <param name="report">Where to put them.</param>
    /// <param name="direction">Whether larger or smaller is better, and of what.</param>
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

    /// <summary>Local time with its distance from UTC.</summary>
    public static string ToJson(DateTimeOffset date) =>
        date.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    private static JsonObject ByName(IReadOnlyList<RatioFigures> ratios, Func<RatioFigures, JsonNode> value) =>
        new(ratios.Select(ratio => KeyValuePair.Create(ratio.Name, (JsonNode?)value(ratio))));

    private static double Rounded(double value) => Math.Round(value, 4);
}
