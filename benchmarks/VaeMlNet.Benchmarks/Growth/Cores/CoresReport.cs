using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The speed on several numbers of cores, as JSON, as Markdown and as a plot.</summary>
/// <param name="Conditions">The command, date and machine.</param>
/// <param name="Parts">The measured parts.</param>
internal sealed record CoresReport(Conditions Conditions, IReadOnlyList<CoresPart> Parts)
{
    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = CoresBenchmark.Name,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["points"] = new JsonArray([.. Parts.SelectMany(part => Points(part, ToJson))]),
            ["machine"] = ReportJson.ToJson(Conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        var text = new StringBuilder($"# Benchmark `{CoresBenchmark.Name}`\n\n");
        text.Append(Conditions.ToMarkdown("medians and quartiles of interleaved rounds"));
        text.Append("| part | cores | rows/s | times as fast as one core | CPU us/row |\n|---|--:|--:|--:|--:|\n");
        foreach (var row in Parts.SelectMany(part => Points(part, ToRow)))
        {
            text.Append(row);
        }

        return text.ToString();
    }

    public Plot ToPlot() =>
        new(
            "Training and scoring as the cores grow",
            [
                new(
                    "Speed",
                    new("cores"),
                    new("times as fast as one core"),
                    [.. Parts.Select(part => Series(part, candidate => part.SpeedUp(candidate)))]
                ),
                new(
                    "Processor time",
                    new("cores"),
                    new("CPU us a row", PlotScale.Log),
                    [.. Parts.Select(part => Series(part, part.Measurements.CpuMicrosecondsPerRow))]
                ),
            ]
        );

    private static IEnumerable<T> Points<T>(CoresPart part, Func<CoresPart, Candidate, T> select) =>
        part.Measurements.Candidates.Select(candidate => select(part, candidate));

    private static JsonNode ToJson(CoresPart part, Candidate candidate) =>
        new JsonObject
        {
            ["part"] = part.Name,
            ["work"] = part.Title,
            ["cores"] = candidate.Threads,
            ["rows_per_second"] = ReportJson.ToJson(part.Measurements.RowsPerSecond(candidate)),
            ["speed_up"] = ReportJson.ToJson(part.SpeedUp(candidate)),
            ["cpu_microseconds_per_row"] = ReportJson.ToJson(part.Measurements.CpuMicrosecondsPerRow(candidate)),
        };

    private static string ToRow(CoresPart part, Candidate candidate)
    {
        var speed = part.Measurements.RowsPerSecond(candidate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {part.Name} | {candidate.Threads} | {speed.Median:N0} ({speed.Lower:N0} to {speed.Upper:N0}) | {MarkdownTables.Cell(part.SpeedUp(candidate), decimals: 2)} | {part.Measurements.CpuMicrosecondsPerRow(candidate).Median:F2} |\n"
        );
    }

    private static PlotSeries Series(CoresPart part, Func<Candidate, Quartiles> value)
    {
        var candidates = part.Measurements.Candidates;
        return new(
            part.Name,
            [.. candidates.Select(candidate => (double)candidate.Threads)],
            [.. candidates.Select(candidate => value(candidate).Median)]
        )
        {
            Lower = [.. candidates.Select(candidate => value(candidate).Lower)],
            Upper = [.. candidates.Select(candidate => value(candidate).Upper)],
        };
    }
}
