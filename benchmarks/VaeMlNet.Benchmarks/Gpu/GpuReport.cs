using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of training and scoring on a device, with the command, date and machine that produced them.</summary>
/// <param name="Device">The device.</param>
/// <param name="Conditions">The command, date and machine.</param>
/// <param name="WhyNoPyTorch">The reason why PyTorch did not take part; null if it did.</param>
/// <param name="Sections">The results of training.</param>
/// <param name="Points">The results of encoding and scoring.</param>
internal sealed record GpuReport(
    string Device,
    Conditions Conditions,
    string? WhyNoPyTorch,
    IReadOnlyList<SectionResult> Sections,
    IReadOnlyList<GpuPoint> Points
)
{
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.Append(Invariant($"# Benchmark `{GpuBenchmark.Name}` on {Device}\n\n"));
        if (Device == "cpu")
        {
            text.Append("All figures of this page come from the CPU. They show that the benchmark runs.\n\n");
        }

        text.Append(Conditions.ToMarkdown("medians of interleaved rounds"));
        text.Append(Invariant($"GPU: {GpuFacts.Read()}\n"));
        AppendTraining(text);
        foreach (var step in Points.GroupBy(point => point.Step))
        {
            AppendStep(text, step.Key, [.. step]);
        }

        return text.ToString();
    }

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = GpuBenchmark.Name,
            ["device"] = Device,
            ["gpu"] = GpuFacts.Read(),
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["why_no_pytorch"] = WhyNoPyTorch,
            ["sections"] = new JsonArray([.. Sections.Select(TrainReport.ToJson)]),
            ["points"] = new JsonArray([.. Points.Select(ToJson)]),
            ["machine"] = ReportJson.ToJson(Conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    private static JsonObject ToJson(GpuPoint point) =>
        new()
        {
            ["step"] = point.Step,
            ["batch_size"] = point.BatchSize,
            ["raw_rows_per_second"] = point.RowsPerSecond(point.Raw),
            ["rows_per_second"] = point.RowsPerSecond(point.Ours),
            ["cpu_rows_per_second"] = point.OnCpu is { } cpu ? point.RowsPerSecond(cpu) : null,
            ["speed_over_raw"] = ReportJson.ToJson(point.OverRaw),
            ["speed_over_cpu"] = point.OverCpu is { } ratio ? ReportJson.ToJson(ratio) : null,
        };

    private void AppendTraining(StringBuilder text)
    {
        if (Sections.Count == 0)
        {
            return;
        }

        text.Append("\n## Training\n\n");
        text.Append(
            "TorchSharp alone and PyTorch have all rows on the device, and read the loss once in an epoch. For the table, they train a simpler loss, so that the losses differ. A mixed candidate computes in bfloat16. "
        );
        text.Append(
            WhyNoPyTorch is null
                ? "PyTorch counts with its fastest Adam.\n\n"
                : $"PyTorch did not take part: {WhyNoPyTorch}\n\n"
        );
        TrainTables.AppendSections(text, Sections);
    }

    private void AppendStep(StringBuilder text, string step, GpuPoint[] points)
    {
        text.Append(Invariant($"\n## {step}, 784-400-20, by batch size\n\n"));
        text.Append(
            Invariant(
                $"Rows per second. `raw` is ONNX Runtime alone on {Device} with bound inputs and outputs. Above 1, {step} is faster.\n\n"
            )
        );
        text.Append(
            Invariant($"| rows of a batch | raw | {step} | {step} / raw | {step} on the CPU | {Device} / CPU |\n")
        );
        text.Append("|--:|--:|--:|--:|--:|--:|\n");
        foreach (var point in points)
        {
            var onCpu = point.OnCpu is { } cpu ? Invariant($"{point.RowsPerSecond(cpu):N0}") : "-";
            var overCpu = point.OverCpu is { } ratio ? MarkdownTables.Cell(ratio) : "-";
            text.Append(
                Invariant(
                    $"| {point.BatchSize:N0} | {point.RowsPerSecond(point.Raw):N0} | {point.RowsPerSecond(point.Ours):N0} | {MarkdownTables.Cell(point.OverRaw)} | {onCpu} | {overCpu} |\n"
                )
            );
        }

        text.Append(Invariant($"\n{WhenItPays(step, points)}\n"));
    }

    /// <summary>Returns a sentence on the smallest batch size from which the device is faster than the CPU at every larger one.</summary>
    private string WhenItPays(string step, GpuPoint[] points)
    {
        if (points.Any(point => point.OverCpu is null))
        {
            return "The device is the CPU, so nothing is compared with it.";
        }

        var faster = points.Reverse().TakeWhile(point => point.OverCpu!.Value.Median > 1).LastOrDefault();
        return faster is null
            ? Invariant($"{step} on {Device} is not faster than on the CPU with the largest batches.")
            : Invariant($"{step} on {Device} is faster than on the CPU from {faster.BatchSize:N0} rows of a batch on.");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
