using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes a report as Markdown, ready for docs/performance.md.</summary>
internal static class MarkdownTables
{
    public static string Write(BenchmarkReport report)
    {
        var text = new StringBuilder();
        text.Append(Invariant($"# Benchmark `{report.Benchmark}`\n\n{report.Subject}\n\n"));
        text.Append(report.Conditions.ToMarkdown(Invariant($"{report.Measurements.RoundCount} interleaved rounds")));
        AppendCandidates(text, report.Measurements);
        AppendRatios(text, report);
        return text.ToString();
    }

    private static void AppendCandidates(StringBuilder text, Measurements measurements)
    {
        text.Append("Medians over the rounds.\n\n");
        text.Append(
            "| candidate | threads | rows/s | CPU us/row | bytes/row | a pass includes |\n|---|--:|--:|--:|--:|---|\n"
        );
        foreach (var candidate in measurements.Candidates)
        {
            text.Append(
                Invariant(
                    $"| `{candidate.Name}` | {candidate.Threads} | {measurements.RowsPerSecond(candidate).Median:N0} | {measurements.CpuMicrosecondsPerRow(candidate).Median:F2} | {measurements.AllocatedBytesPerRow(candidate).Median:F1} | {candidate.Description} |\n"
                )
            );
        }
    }

    private static void AppendRatios(StringBuilder text, BenchmarkReport report)
    {
        text.Append(
            "\nRatios within a round, median (quartiles), by wall-clock time and by processor time. Above 1, the first is faster.\n\n"
        );
        text.Append("| ratio | rows/s | rows per CPU second |\n|---|--:|--:|\n");
        foreach (var ratio in report.Speeds)
        {
            text.Append(Invariant($"| `{ratio.Name}` | {Cell(ratio.Clock)} | {Cell(ratio.Cpu)} |\n"));
        }
    }

    /// <summary>Writes the median and quartiles as a cell.</summary>
    public static string Cell(Quartiles quartiles, int decimals = 3)
    {
        string Text(double value) => value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        return $"{Text(quartiles.Median)} ({Text(quartiles.Lower)} to {Text(quartiles.Upper)})";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
