using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes the figures of training as Markdown for docs/performance.md.</summary>
internal static class TrainTables
{
    private static readonly (CandidateRole Role, string Meaning)[] Meanings =
    [
        (CandidateRole.TorchSharp, "`torchsharp` is TorchSharp alone with its fastest settings."),
        (CandidateRole.Gemm, "`gemm` is the faster of two ways to compute only the matrix products."),
        (CandidateRole.PyTorch, "`pytorch` is PyTorch with its fastest settings."),
    ];

    public static string Write(TrainReport report)
    {
        var rounds = report.Sections.Min(section => section.Measurements.RoundCount);
        var text = new StringBuilder();
        text.Append(Invariant($"# Benchmark `{TrainBenchmark.Name}`\n\n{TrainReport.Subject}\n\n"));
        text.Append(report.Conditions.ToMarkdown(Invariant($"{rounds} interleaved rounds after 3 to warm up")));
        AppendSections(text, report.Sections);
        return text.ToString();
    }

    /// <summary>Appends the ratios and the candidates of sections.</summary>
    public static void AppendSections(StringBuilder text, IReadOnlyList<SectionResult> sections)
    {
        AppendRatios(text, sections);
        foreach (var section in sections)
        {
            AppendSection(text, section);
        }
    }

    private static void AppendRatios(StringBuilder text, IReadOnlyList<SectionResult> sections)
    {
        text.Append(
            "The time of VaeTrainer divided by that of the other candidate, within a round: median (quartiles). Below 1, VaeTrainer is faster."
        );
        var roles = sections.SelectMany(section => section.Candidates).Select(candidate => candidate.Role).ToHashSet();
        foreach (var (_, meaning) in Meanings.Where(meaning => roles.Contains(meaning.Role)))
        {
            text.Append(Invariant($" {meaning}"));
        }

        text.Append("\n\n");
        text.Append("| ratio | time | processor time | divides |\n|---|--:|--:|---|\n");
        foreach (var ratio in sections.SelectMany(section => section.Ratios))
        {
            var clock = MarkdownTables.Cell(ratio.Clock);
            var cpu = MarkdownTables.Cell(ratio.Cpu);
            text.Append(Invariant($"| `{ratio.Name}` | {clock} | {cpu} | {ratio.Meaning} |\n"));
        }
    }

    private static void AppendSection(StringBuilder text, SectionResult result)
    {
        text.Append(Invariant($"\n## {result.Section.Name}: {result.Section.Title}\n\n"));
        text.Append("| candidate | s/epoch | CPU s/epoch | rows/s | mean loss | what it is |\n");
        text.Append("|---|--:|--:|--:|--:|---|\n");
        foreach (var candidate in result.Candidates)
        {
            text.Append(Row(candidate, result.Measurements));
        }

        text.Append(
            Invariant(
                $"\nPreliminary rounds, s/epoch: {string.Join(", ", result.PreliminaryRounds.Candidates.Select(Preliminary))}.\n"
            )
        );
        string Preliminary(Candidate c) => Invariant($"`{c.Name}` {result.PreliminaryRounds.Seconds(c).Median:F2}");
    }

    private static string Row(TrainedCandidate candidate, Measurements measurements)
    {
        var c = candidate.Candidate;
        var seconds = MarkdownTables.Cell(measurements.Seconds(c));
        var loss =
            candidate.Role == CandidateRole.Gemm
                ? "-"
                : Invariant($"{candidate.LastLoss:F1} (epoch {candidate.EpochCount})");
        return Invariant(
            $"| `{c.Name}` | {seconds} | {measurements.CpuSeconds(c).Median:F3} | {measurements.RowsPerSecond(c).Median:N0} | {loss} | {c.Description} |\n"
        );
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
