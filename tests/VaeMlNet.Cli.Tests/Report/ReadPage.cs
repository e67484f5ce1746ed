using System.Text.Json;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>A report, taken apart.</summary>
internal sealed partial class ReadPage
{
    private const string DataStart = "<script type=\"application/json\" id=\"report-data\">";

    public ReadPage(string path)
    {
        Text = File.ReadAllText(path);
        var start = Text.IndexOf(DataStart, StringComparison.Ordinal);
        var end = Text.IndexOf("</script>", start, StringComparison.Ordinal);
        Markup = Text[..start];
        Data = JsonDocument.Parse(Text[(start + DataStart.Length)..end]).RootElement;
        Own = Markup + Text[start..end] + VaeMlNet.Cli.ReportPage.Resource("report.js");
    }

    /// <summary>All of it.</summary>
    public string Text { get; }

    /// <summary>What stands before the data.</summary>
    public string Markup { get; }

    /// <summary>All but the libraries and their licences.</summary>
    public string Own { get; }

    /// <summary>What the charts are drawn from.</summary>
    public JsonElement Data { get; }

    public string[] Sections => [.. SectionIds().Matches(Markup).Select(match => match.Groups[1].Value)];

    public Dictionary<string, JsonElement> Charts =>
        Data.GetProperty("charts")
            .EnumerateArray()
            .ToDictionary(chart => chart.GetProperty("id").GetString()!, chart => chart.GetProperty("spec"));

    /// <summary>The values of a chart, those of its layers after one another.</summary>
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
