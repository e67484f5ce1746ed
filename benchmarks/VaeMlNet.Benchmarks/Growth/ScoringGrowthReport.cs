using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of the growth benchmark as JSON and as Markdown.</summary>
internal sealed record ScoringGrowthReport
{
    public required Conditions Conditions { get; init; }

    public required IReadOnlyList<GrowthCurves> Curves { get; init; }

    public required IReadOnlyList<RowsFigures> Rows { get; init; }

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = GrowthBenchmark.Name,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["curves"] = new JsonObject(Curves.Select(c => KeyValuePair.Create(c.Section.Name, (JsonNode?)ToJson(c)))),
            ["rows"] = JsonSerializer.SerializeToNode(Rows, ReportJson.Options),
            ["machine"] = ReportJson.ToJson(Conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        var text = new StringBuilder("# Benchmark `growth`\n\n");
        text.Append(Conditions.ToMarkdown("medians and quartiles of interleaved rounds"));
        foreach (var curves in Curves)
        {
            AppendCurves(text, curves);
        }

        AppendRows(text);
        return text.ToString();
    }

    private static JsonObject ToJson(GrowthCurves curves) =>
        new()
        {
            ["x"] = curves.Section.Title,
            ["subject"] = curves.Section.Subject,
            ["points"] = new JsonArray([
                .. curves.Points.Select(point => new JsonObject
                {
                    ["series"] = point.Case.Series,
                    ["x"] = point.Case.X,
                    ["rows_per_second"] = ToJson(point.RowsPerSecond),
                }),
            ]),
        };

    private static JsonObject ToJson(Quartiles quartiles) =>
        new()
        {
            ["lower"] = Math.Round(quartiles.Lower),
            ["median"] = Math.Round(quartiles.Median),
            ["upper"] = Math.Round(quartiles.Upper),
        };

    private static void AppendCurves(StringBuilder text, GrowthCurves curves)
    {
        text.Append(
            Invariant(
                $"\n## Growth with {curves.Section.Title}\n\n{curves.Section.Subject} Thousands of rows a second, medians (quartiles).\n\n"
            )
        );
        text.Append(Invariant($"| {curves.Section.Title} | {string.Join(" | ", curves.Series)} |\n"));
        text.Append($"|--:{string.Concat(Enumerable.Repeat("|--:", curves.Series.Count))}|\n");
        foreach (var x in curves.Xs)
        {
            var cells = curves.Series.Select(series => Cell(curves.Find(series, x)));
            text.Append(Invariant($"| {x:N0} | {string.Join(" | ", cells)} |\n"));
        }
    }

    private static string Cell(GrowthPoint? point) =>
        point is { RowsPerSecond: var speed }
            ? Invariant($"{speed.Median / 1000:0.0} ({speed.Lower / 1000:0.0} to {speed.Upper / 1000:0.0})")
            : "";

    private void AppendRows(StringBuilder text)
    {
        text.Append(
            "\n## Growth with rows\n\nVaeScore with default options on generated rows that are not kept, in a separate process for each number of rows. The peak is the largest resident memory of that process.\n\n"
        );
        text.Append("| rows | seconds | us a row | CPU us a row | peak MiB |\n|--:|--:|--:|--:|--:|\n");
        foreach (var f in Rows)
        {
            text.Append(
                Invariant(
                    $"| {f.Rows:N0} | {f.Seconds:0.00} | {1e6 * f.Seconds / f.Rows:0.00} | {1e6 * f.CpuSeconds / f.Rows:0.00} | {f.PeakMiB:0} |\n"
                )
            );
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
