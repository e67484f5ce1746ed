using System.Text.Json;
using System.Text.Json.Nodes;
using VaeMlNet.Benchmarks.Measuring;

namespace VaeMlNet.Benchmarks.Reporting;

/// <summary>A benchmark's figures with what is needed to judge and repeat them, as JSON and as Markdown.</summary>
internal sealed record BenchmarkReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public required string Benchmark { get; init; }

    /// <summary>What is measured, and what a pass includes.</summary>
    public required string Subject { get; init; }

    public required string Command { get; init; }

    public required DateTimeOffset Date { get; init; }

    public required MachineFacts Machine { get; init; }

    public required Measurements Measurements { get; init; }

    public required IReadOnlyList<SpeedRatio> Ratios { get; init; }

    public string ToJson()
    {
        return new JsonObject
        {
            ["benchmark"] = Benchmark,
            ["subject"] = Subject,
            ["command"] = Command,
            ["date"] = Date.ToString("yyyy-MM-dd'T'HH:mm:ssK"),
            ["rounds"] = Measurements.RoundCount,
            ["direction"] =
                "a/b is the median over the rounds of (speed of a) / (speed of b): larger means that a is faster; speed is rows per second, in cpu_ratio_quartiles rows per second of processor time",
            ["ratios"] = ByName(ratio => Rounded(Measurements.Speed(ratio).Median)),
            ["ratio_quartiles"] = ByName(ratio => ToJson(Measurements.Speed(ratio))),
            ["cpu_ratio_quartiles"] = ByName(ratio => ToJson(Measurements.Efficiency(ratio))),
            ["contestants"] = new JsonArray([.. Measurements.Contestants.Select(ToJson)]),
            ["machine"] = JsonSerializer.SerializeToNode(Machine, Json),
        }.ToJsonString(Json);
    }

    private JsonObject ByName(Func<SpeedRatio, JsonNode> value) =>
        new(Ratios.Select(ratio => KeyValuePair.Create(ratio.Name, (JsonNode?)value(ratio))));

    private JsonObject ToJson(Contestant contestant) =>
        new()
        {
            ["name"] = contestant.Name,
            ["threads"] = contestant.Threads,
            ["description"] = contestant.Description,
            ["rows"] = contestant.RowCount,
            ["rows_per_second"] = ToJson(Measurements.RowsPerSecond(contestant)),
            ["cpu_microseconds_per_row"] = ToJson(Measurements.CpuMicrosecondsPerRow(contestant)),
            ["allocated_bytes_per_row"] = ToJson(Measurements.AllocatedBytesPerRow(contestant)),
        };

    private static JsonObject ToJson(Quartiles quartiles) =>
        new()
        {
            ["lower"] = Rounded(quartiles.Lower),
            ["median"] = Rounded(quartiles.Median),
            ["upper"] = Rounded(quartiles.Upper),
        };

    private static double Rounded(double value) => Math.Round(value, 4);
}
