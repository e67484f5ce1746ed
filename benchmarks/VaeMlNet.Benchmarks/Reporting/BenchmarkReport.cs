using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of a benchmark as JSON and as Markdown, with the command, date and machine that produced them.</summary>
internal sealed record BenchmarkReport
{
    public required string Benchmark { get; init; }

    /// <summary>Gets a description of the benchmark and of the work of a pass.</summary>
    public required string Subject { get; init; }

    public required Conditions Conditions { get; init; }

    public required Measurements Measurements { get; init; }

    public required IReadOnlyList<SpeedRatio> Ratios { get; init; }

    /// <summary>Gets the ratios of speeds. Above 1, the first candidate is faster.</summary>
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
        report["candidates"] = new JsonArray([.. Measurements.Candidates.Select(ToJson)]);
        report["machine"] = ReportJson.ToJson(Conditions.Machine);
        return report.ToJsonString(ReportJson.Options);
    }

    private JsonObject ToJson(Candidate candidate) =>
        new()
        {
            ["name"] = candidate.Name,
            ["threads"] = candidate.Threads,
            ["description"] = candidate.Description,
            ["rows"] = candidate.RowCount,
            ["rows_per_second"] = ReportJson.ToJson(Measurements.RowsPerSecond(candidate)),
            ["cpu_microseconds_per_row"] = ReportJson.ToJson(Measurements.CpuMicrosecondsPerRow(candidate)),
            ["allocated_bytes_per_row"] = ReportJson.ToJson(Measurements.AllocatedBytesPerRow(candidate)),
        };
}
