using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of the weight formats as JSON and as Markdown.</summary>
internal sealed record FormatsReport
{
    public required Conditions Conditions { get; init; }

    public required string Subject { get; init; }

    public required Measurements Speed { get; init; }

    public required IReadOnlyList<SpeedRatio> Ratios { get; init; }

    public required IReadOnlyList<FormatFigures> Formats { get; init; }

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = FormatsBenchmark.Name,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["direction"] = "a/b is (speed of a) / (speed of b): larger means that a is faster",
            ["ratios"] = new JsonObject(
                Ratios.Select(r => KeyValuePair.Create(r.Name, (JsonNode?)Math.Round(Speed.Speed(r).Median, 4)))
            ),
            ["formats"] = JsonSerializer.SerializeToNode(Formats, ReportJson.Options),
            ["machine"] = ReportJson.ToJson(Conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        var text = new StringBuilder("# Benchmark `formats`\n\n");
        text.Append(Conditions.ToMarkdown(Invariant($"{Speed.RoundCount} interleaved rounds")));
        AppendSpeed(text);
        AppendAccuracy(text);
        return text.ToString();
    }

    private void AppendSpeed(StringBuilder text)
    {
        text.Append(Invariant($"\n{Subject} Rows per second divided by those of float32, median (quartiles).\n\n"));
        text.Append("| step | rows/s | over float32, by the clock | by processor time |\n|---|--:|--:|--:|\n");
        foreach (var candidate in Speed.Candidates)
        {
            var ratio = Ratios.FirstOrDefault(r => r.Candidate == candidate.Name);
            var clock = ratio is null ? "1" : Cell(Speed.Speed(ratio));
            var processor = ratio is null ? "1" : Cell(Speed.Efficiency(ratio));
            text.Append(
                Invariant(
                    $"| `{candidate.Name}` | {Speed.RowsPerSecond(candidate).Median:N0} | {clock} | {processor} |\n"
                )
            );
        }
    }

    private void AppendAccuracy(StringBuilder text)
    {
        string[] sets = [.. Formats[0].AreaUnderRoc.Keys];
        text.Append(
            "\nCompared with float32 on MNIST's 10,000 test images: latents in standard deviations of the prior, scores in nats, accuracy of a logistic regression on the latents, and AUROC of a detector with default options.\n\n"
        );
        text.Append(
            Invariant(
                $"| weights | graphs, KiB | latents: largest, mean | scores: largest, mean | accuracy |{string.Concat(sets.Select(set => $" AUROC {set} |"))}\n"
            )
        );
        text.Append(Invariant($"|---|--:|--:|--:|--:|{string.Concat(sets.Select(_ => "--:|"))}\n"));
        foreach (var f in Formats)
        {
            var areas = string.Concat(sets.Select(set => Invariant($" {f.AreaUnderRoc[set]:0.0000} |")));
            text.Append(
                Invariant(
                    $"| `{f.Format}` | {f.GraphBytes / 1024:N0} | {Cell(f.Latents)} | {Cell(f.Scores)} | {f.Accuracy:0.0000} |{areas}\n"
                )
            );
        }
    }

    private static string Cell(Quartiles quartiles) =>
        Invariant($"{quartiles.Median:0.00} ({quartiles.Lower:0.00} to {quartiles.Upper:0.00})");

    private static string Cell(Difference difference) =>
        Invariant($"{difference.Largest:0.0000}, {difference.Mean:0.00000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
