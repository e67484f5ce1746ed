using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Tests.Shared;

/// <summary>The parts of a report page.</summary>
public sealed partial class ReadPage
{
    private const string DataStart = "<script type=\"application/json\" id=\"report-data\">";

    public ReadPage(string path)
    {
        Text = File.ReadAllText(path);
        var start = Text.IndexOf(DataStart, StringComparison.Ordinal);
        var end = Text.IndexOf("</script>", start, StringComparison.Ordinal);
        Markup = Text[..start];
        Data = JsonDocument.Parse(Text[(start + DataStart.Length)..end]).RootElement;
        Own =
            Markup
            + Text[start..end]
            + string.Concat(
                Directory
                    .EnumerateFiles(Repository.PathOf("src", "VaeMlNet.Report", "Assets", "scripts"))
                    .Select(File.ReadAllText)
            );
    }

    /// <summary>Gets the whole page.</summary>
    public string Text { get; }

    /// <summary>Gets the markup before the data.</summary>
    public string Markup { get; }

    /// <summary>Gets the page without the chart libraries and their licenses.</summary>
    public string Own { get; }

    /// <summary>Gets the data of the charts.</summary>
    public JsonElement Data { get; }

    public string[] Sections => [.. SectionIds().Matches(Markup).Select(match => match.Groups[1].Value)];

    public Dictionary<string, JsonElement> Charts =>
        Data.GetProperty("charts")
            .EnumerateArray()
            .ToDictionary(chart => chart.GetProperty("id").GetString()!, chart => chart.GetProperty("spec"));

    /// <summary>Returns the values of a chart, layer after layer.</summary>
    public static JsonElement[] Values(JsonElement spec)
    {
        var parts = spec.TryGetProperty("layer", out var layers) ? layers.EnumerateArray().Prepend(spec) : [spec];
        return
        [
            .. parts
                .Where(part => part.TryGetProperty("data", out _))
                .SelectMany(part => part.GetProperty("data").GetProperty("values").EnumerateArray()),
        ];
    }

    [GeneratedRegex("<section id=\"([a-z]+)\"")]
    private static partial Regex SectionIds();
}
