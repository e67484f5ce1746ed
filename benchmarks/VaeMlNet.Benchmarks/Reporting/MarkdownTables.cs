using System.Globalization;
using System.Text;
using VaeMlNet.Benchmarks.Measuring;

namespace VaeMlNet.Benchmarks.Reporting;

/// <summary>Writes a report as Markdown, ready for docs/performance.md.</summary>
internal static class MarkdownTables
{
    public static string Write(BenchmarkReport report)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"# Benchmark `{report.Benchmark}`\n\n{report.Subject}\n\n"));
        AppendConditions(text, report);
        AppendContestants(text, report.Measurements);
        AppendRatios(text, report);
        return text.ToString();
    }

    private static void AppendConditions(StringBuilder text, BenchmarkReport report)
    {
        MachineFacts machine = report.Machine;
        string versions = string.Join(", ", machine.Versions.Select(v => $"{v.Key} {v.Value}"));
        text.Append(
            Invariant(
                $"- Command: `{report.Command}`, {report.Date:yyyy-MM-dd}, {report.Measurements.RoundCount} interleaved rounds.\n"
            )
        );
        text.Append(
            Invariant($"- Machine: {machine.Processor}, {machine.ProcessorCount} cores, {machine.OperatingSystem}.\n")
        );
        text.Append(Invariant($"- Versions: {versions}; packages: {machine.Packages}.\n\n"));
    }

    private static void AppendContestants(StringBuilder text, Measurements measurements)
    {
        text.Append("Medians over the rounds.\n\n");
        text.Append(
            "| contestant | threads | rows/s | CPU us/row | bytes/row | a pass includes |\n|---|--:|--:|--:|--:|---|\n"
        );
        foreach (Contestant contestant in measurements.Contestants)
        {
            text.Append(
                Invariant(
                    $"| `{contestant.Name}` | {contestant.Threads} | {measurements.RowsPerSecond(contestant).Median:N0} | {measurements.CpuMicrosecondsPerRow(contestant).Median:F2} | {measurements.AllocatedBytesPerRow(contestant).Median:F1} | {contestant.Description} |\n"
                )
            );
        }
    }

    private static void AppendRatios(StringBuilder text, BenchmarkReport report)
    {
        text.Append(
            "\nRatios within a round, median (quartiles); larger means that the first is faster: by the clock, and by processor time.\n\n"
        );
        text.Append("| ratio | rows/s | rows per CPU second |\n|---|--:|--:|\n");
        foreach (SpeedRatio ratio in report.Ratios)
        {
            string speed = Cell(report.Measurements.Speed(ratio));
            string efficiency = Cell(report.Measurements.Efficiency(ratio));
            text.Append(Invariant($"| `{ratio.Name}` | {speed} | {efficiency} |\n"));
        }
    }

    private static string Cell(Quartiles quartiles) =>
        Invariant($"{quartiles.Median:F3} ({quartiles.Lower:F3} to {quartiles.Upper:F3})");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
