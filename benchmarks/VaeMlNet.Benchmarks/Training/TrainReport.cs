using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of training with the command, date and machine that produced them.</summary>
/// <param name="Conditions">The command, date and machine.</param>
/// <param name="Sections">The results of the sections.</param>
internal sealed record TrainReport(Conditions Conditions, IReadOnlyList<SectionResult> Sections)
{
    public const string Subject =
        "An epoch of training on MNIST's images in memory: shuffle, gather, forward, backward and step of every batch; nothing is evaluated. Every candidate is a process of its own; they take turns, an epoch each, and wait idle in between. All come to the same mean training loss, up to the noise of different seeds.";

    private const string Direction =
        "SECTION/b is the median over the rounds of (our time) / (time of b) for an epoch: smaller means that ours is faster, 0.5 that it takes half the time; ratio_quartiles by the clock, cpu_ratio_quartiles by the processor time of the candidates' processes";

    public string ToJson()
    {
        var report = new JsonObject
        {
            ["benchmark"] = TrainBenchmark.Name,
            ["subject"] = Subject,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["rounds"] = Sections.Min(section => section.Measurements.RoundCount),
        };
        ReportJson.AddRatios(report, Direction, [.. Sections.SelectMany(section => section.Ratios)]);
        report["sections"] = new JsonArray([.. Sections.Select(ToJson)]);
        report["machine"] = ReportJson.ToJson(Conditions.Machine);
        return report.ToJsonString(ReportJson.Options);
    }

    /// <summary>Returns the figures of a section as JSON.</summary>
    public static JsonObject ToJson(SectionResult result) =>
        new()
        {
            ["name"] = result.Section.Name,
            ["title"] = result.Section.Title,
            ["ratios_divide"] = new JsonObject(
                result.Ratios.Select(ratio => KeyValuePair.Create(ratio.Name, (JsonNode?)ratio.Meaning))
            ),
            ["candidates"] = new JsonArray([.. result.Candidates.Select(c => ToJson(c, result.Measurements))]),
            ["preliminary_seconds"] = new JsonObject(
                result.PreliminaryRounds.Candidates.Select(c =>
                    KeyValuePair.Create(c.Name, (JsonNode?)ReportJson.ToJson(result.PreliminaryRounds.Seconds(c)))
                )
            ),
        };

    private static JsonObject ToJson(TrainedCandidate candidate, Measurements measurements) =>
        new()
        {
            ["name"] = candidate.Candidate.Name,
            ["threads"] = candidate.Candidate.Threads,
            ["torch_threads"] = candidate.Facts.Threads,
            ["description"] = candidate.Candidate.Description,
            ["rows"] = candidate.Candidate.RowCount,
            ["epoch_seconds"] = ReportJson.ToJson(measurements.Seconds(candidate.Candidate)),
            ["epoch_cpu_seconds"] = ReportJson.ToJson(measurements.CpuSeconds(candidate.Candidate)),
            ["epochs"] = candidate.EpochCount,
            ["mean_loss_of_last_epoch"] = Math.Round(candidate.LastLoss, 2),
        };
}
