using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The times and memory of whole processes, as JSON and as Markdown.</summary>
internal sealed record StartReport(
    string Name,
    string Command,
    Measurements Measurements,
    IReadOnlyList<SpeedRatio> Ratios,
    IReadOnlyDictionary<string, ProcessMemory> Memory
)
{
    private const double Megabyte = 1e6;

    private readonly MachineFacts machine = MachineFacts.Read();

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = Name,
            ["command"] = Command,
            ["rounds"] = Measurements.RoundCount,
            ["direction"] =
                "a/b is the median over the rounds of (seconds of a) / (seconds of b): smaller means that a is faster",
            ["ratios"] = new JsonObject(Ratios.Select(ratio => Pair(ratio.Name, Measurements.Time(ratio).Median))),
            ["candidates"] = new JsonArray([.. Measurements.Candidates.Select(ToJson)]),
            ["machine"] = ReportJson.ToJson(machine),
        }.ToJsonString(ReportJson.Options);

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append(Invariant($"# Benchmark `{Name}`\n\n"));
        text.Append(
            "Whole processes, from start to end, with their files in the cache of the system. Times are medians (quartiles) over the rounds. Memory is the largest resident set (VmHWM) of a separate run.\n\n"
        );
        text.Append(Invariant($"- Command: `{Command}`, {Measurements.RoundCount} interleaved rounds.\n"));
        text.Append(
            Invariant(
                $"- Machine: {machine.Processor}, {machine.ProcessorCount} cores, {machine.OperatingSystem}; .NET {machine.Versions[".NET"]}.\n\n"
            )
        );
        text.Append("| run | s | CPU s | peak MB | torch mapped | what it does |\n|---|--:|--:|--:|---|---|\n");
        foreach (var candidate in Measurements.Candidates)
        {
            var memory = Memory[candidate.Name];
            var torch = memory.TorchFiles.Count == 0 ? "no" : string.Join(", ", memory.TorchFiles);
            text.Append(
                Invariant(
                    $"| `{candidate.Name}` | {Cell(Measurements.Seconds(candidate))} | {Measurements.CpuSeconds(candidate).Median:F3} | {memory.PeakBytes / Megabyte:F0} | {torch} | {candidate.Description} |\n"
                )
            );
        }

        text.Append(
            "\nRatios of time within a round, median (quartiles). Below 1, the first is faster.\n\n| ratio | s | CPU s |\n|---|--:|--:|\n"
        );
        foreach (var ratio in Ratios)
        {
            text.Append(
                Invariant(
                    $"| `{ratio.Name}` | {Cell(Measurements.Time(ratio))} | {Cell(Measurements.CpuTime(ratio))} |\n"
                )
            );
        }

        return text.ToString();
    }

    private JsonObject ToJson(Candidate candidate)
    {
        var seconds = Measurements.Seconds(candidate);
        return new()
        {
            ["name"] = candidate.Name,
            ["description"] = candidate.Description,
            ["seconds"] = new JsonObject([
                Pair("lower", seconds.Lower),
                Pair("median", seconds.Median),
                Pair("upper", seconds.Upper),
            ]),
            ["cpu_seconds"] = Rounded(Measurements.CpuSeconds(candidate).Median),
            ["peak_bytes"] = Memory[candidate.Name].PeakBytes,
            ["torch_files_mapped"] = new JsonArray([
                .. Memory[candidate.Name].TorchFiles.Select(name => JsonValue.Create(name)),
            ]),
        };
    }

    private static KeyValuePair<string, JsonNode?> Pair(string name, double value) => new(name, Rounded(value));

    // JSON has no NaN.
    private static JsonNode? Rounded(double value) => double.IsFinite(value) ? Math.Round(value, 4) : null;

    private static string Cell(Quartiles quartiles) =>
        Invariant($"{quartiles.Median:F3} ({quartiles.Lower:F3} to {quartiles.Upper:F3})");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
