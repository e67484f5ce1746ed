using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The growth of training time and memory with the number of rows, as JSON, as Markdown and as a plot.</summary>
/// <param name="Conditions">The command, date and machine.</param>
/// <param name="Points">The measured points.</param>
internal sealed record GrowthReport(Conditions Conditions, IReadOnlyList<EpochPoint> Points)
{
    private string Subject =>
        FormattableString.Invariant(
            $"Training 784-400-20 (batch 128, Adam) on rows that a data view generates from MNIST's: all of them in memory, or read again in each epoch through a shuffle buffer of {GrowthWorker.ShuffleBufferRows:N0} rows. An epoch of the latter includes generating and reading the rows. Rows of {GrowthWorker.WidthOf(GrowthSource.Narrow)} numbers train {GrowthWorker.NarrowNetwork} with a Gaussian likelihood. Fit also reads and checks the rows beforehand and scores them afterwards. Every number of rows is a process of its own; memory is the most that it had resident, of which at most {Points.Max(point => point.Figures.StartBytes) / 1e6:N0} MB before Fit began. Copies are the difference divided by the size of the rows."
        );

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = GrowthTrainBenchmark.Name,
            ["subject"] = Subject,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["points"] = new JsonArray([.. Points.Select(ToJson)]),
            ["machine"] = ReportJson.ToJson(Conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Invariant($"# Benchmark `{GrowthTrainBenchmark.Name}`\n\n{Subject}\n\n"));
        text.Append(Conditions.ToMarkdown("once, medians over the epochs"));
        text.Append(
            "| rows are | rows | epochs | us/row of an epoch | s/epoch | s of Fit | MB at peak | MB of the rows | copies |\n"
        );
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var point in Points)
        {
            var time = MarkdownTables.Cell(point.MicrosecondsPerRow, decimals: 1);
            text.Append(
                Invariant(
                    $"| {Where(point.Source)} | {point.RowCount:N0} | {point.Figures.EpochSeconds.Length} | {time} | {point.MicrosecondsPerRow.Median * point.RowCount / 1e6:F2} | {point.Figures.FitSeconds:F1} | {point.PeakMegabytes:N0} | {point.RowMegabytes:N0} | {Copies(point)} |\n"
                )
            );
        }

        return text.ToString();
    }

    public Plot ToPlot() =>
        new(
            "Training as the rows grow: 784-400-20, batch 128",
            [
                Panel("Time of an epoch", "µs per row", PlotScale.Linear, point => point.MicrosecondsPerRow.Median),
                Panel("Memory of the process", "MB at peak", PlotScale.Log, point => point.PeakMegabytes),
            ]
        );

    private PlotPanel Panel(string title, string label, PlotScale scale, Func<EpochPoint, double> value) =>
        new(
            title,
            new("rows", PlotScale.Log),
            new(label, scale),
            [
                .. Points
                    .GroupBy(point => point.Source)
                    .Select(points => new PlotSeries(
                        Where(points.Key),
                        [.. points.Select(point => (double)point.RowCount)],
                        [.. points.Select(value)]
                    )),
            ]
        );

    private static string Where(GrowthSource source) =>
        source switch
        {
            GrowthSource.Memory => "in memory",
            GrowthSource.Narrow => FormattableString.Invariant($"in memory, {GrowthWorker.WidthOf(source)} numbers"),
            _ => "streamed",
        };

    /// <summary>Returns the copies of rows in memory; empty for few rows, beside which other memory counts.</summary>
    private static string Copies(EpochPoint point) =>
        point.Source == GrowthSource.Streamed || point.RowMegabytes < 100 ? "" : Invariant($"{point.Copies:F2}");

    private static JsonObject ToJson(EpochPoint point)
    {
        var json = JsonSerializer.SerializeToNode(point.Figures, ReportJson.Options)!.AsObject();
        json["rows_are"] = Where(point.Source);
        json["rows"] = point.RowCount;
        json["microseconds_per_row"] = ReportJson.ToJson(point.MicrosecondsPerRow);
        return json;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
