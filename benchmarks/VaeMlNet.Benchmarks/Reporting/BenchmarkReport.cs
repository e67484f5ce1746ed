using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>A benchmark's figures with what is needed to judge and repeat them, as JSON and as Markdown.</summary>
internal sealed record BenchmarkReport
{
    public required string Benchmark { get; init; }

    /// <summary>What is measured, and what a pass includes.</summary>
    public required string Subject { get; init; }

    public required Conditions Conditions { get; init; }

    public required Measurements Measurements { get; init; }

    public required IReadOnlyList<SpeedRatio> Ratios { get; init; }

    /// <summary>The ratios of speeds: larger means that the first is faster.</summary>
    public IReadOnlyList<RatioFigures> Speeds =>
        [
            .. Ratios.Select(ratio => new RatioFigures(
                ratio.Name,
                Meaning: null,
                Measurements.Speed(ratio),
                Measurements.Efficiency(ratio)
            )),
        ];

    public string ToJson()
    {
        var report = new JsonObject
        {
            ["benchmark"] = Benchmark,
            ["subject"] = Subject,
            ["command"] = Conditions.Command,
            ["date"] = ReportJson.ToJson(Conditions.Date),
            ["rounds"] = Measurements.RoundCount,
        };
        ReportJson.AddRatios(
            report,
            "a/b is the median over the rounds of (speed of a) / (speed of b): larger means that a is faster; speed is rows per second, in cpu_ratio_quartiles rows per second of processor time",
            Speeds
        );
        report["contestants"] = new JsonArray([.. Measurements.Contestants.Select(ToJson)]);
        report["machine"] = ReportJson.ToJson(Conditions.Machine);
        return report.ToJsonString(ReportJson.Options);
    }

    private JsonObject ToJson(Contestant contestant) =>
        new()
        {
            ["name"] = contestant.Name,
            ["threads"] = contestant.Threads,
            ["description"] = contestant.Description,
            ["rows"] = contestant.RowCount,
            ["rows_per_second"] = ReportJson.ToJson(Measurements.RowsPerSecond(contestant)),
            ["cpu_microseconds_per_row"] = ReportJson.ToJson(Measurements.CpuMicrosecondsPerRow(contestant)),
            ["allocated_bytes_per_row"] = ReportJson.ToJson(Measurements.AllocatedBytesPerRow(contestant)),
        };
}
