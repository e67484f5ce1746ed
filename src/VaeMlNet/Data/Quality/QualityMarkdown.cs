using System.Globalization;
using System.Text;

namespace VaeMlNet;

/// <summary>Writes a quality report as a page of Markdown.</summary>
internal static class QualityMarkdown
{
    private const int ShownColumns = 20;

    public static string Write(VaeQualityReport report)
    {
        var text = new StringBuilder();
        Line(text, $"# {report.SyntheticRows} synthetic rows beside {report.RealRows} real ones");
        Line(text, $"");
        WriteSummary(text, report);
        WriteColumns(text, report.Columns);
        WritePairs(text, report.LargestAssociationDifferences);
        return text.ToString();
    }

    private static void WriteSummary(StringBuilder text, VaeQualityReport report)
    {
        var copies = report.Copies;
        var others = copies.IsAgainstHeldOut ? "held-out rows" : "other real rows";
        Line(text, $"| | value | best |");
        Line(text, $"|---|---|---|");
        Line(text, $"| mean distance of columns (KS, TV) | {Number(report.MeanColumnDistance)} | 0 |");
        Line(text, $"| mean difference of associations | {Number(report.MeanAssociationDifference)} | 0 |");
        Line(text, $"| AUC, logistic regression: real or synthetic? | {Number(report.LogisticAuc)} | 0.5 |");
        Line(text, $"| AUC, nearest neighbors: real or synthetic? | {Number(report.NearestNeighborAuc)} | 0.5 |");
        Line(text, $"| distance to the closest real row | {Number(copies.SyntheticDistance)} | |");
        Line(text, $"| the same of {others} | {Number(copies.RealDistance)} | |");
        Line(text, $"| ratio of the two | {Number(copies.DistanceRatio)} | 1 |");
        Line(text, $"| share of exact copies | {Number(copies.CopyShare)} | |");
        Line(text, $"| the same of {others} | {Number(copies.RealCopyShare)} | |");
    }

    private static void WriteColumns(StringBuilder text, IReadOnlyList<VaeColumnQuality> columns)
    {
        Line(text, $"");
        Line(text, $"| column | KS | Wasserstein, sd | TV | missing, real | missing, synthetic |");
        Line(text, $"|---|---|---|---|---|---|");
        var shown =
            columns.Count <= ShownColumns
                ? columns
                : columns.OrderByDescending(c => c.Distance ?? 0).Take(ShownColumns);
        foreach (var c in shown)
        {
            Line(
                text,
                $"| {Name(c.Name)} | {Cell(c.KolmogorovSmirnov)} | {Cell(c.Wasserstein)} | {Cell(c.TotalVariation)} | {Number(c.RealMissingShare)} | {Number(c.SyntheticMissingShare)} |"
            );
        }

        if (columns.Count > ShownColumns)
        {
            Line(text, $"");
            Line(text, $"The {ShownColumns} columns that differ most, of {columns.Count}.");
        }
    }

    private static void WritePairs(StringBuilder text, IReadOnlyList<VaeAssociationDifference> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"| pair | association, real | synthetic | difference |");
        Line(text, $"|---|---|---|---|");
        foreach (var p in pairs)
        {
            Line(
                text,
                $"| {Name(p.FirstColumn)} and {Name(p.SecondColumn)} | {Number(p.Real)} | {Number(p.Synthetic)} | {Number(p.Difference)} |"
            );
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Number(double? value) => value is null ? "not defined" : Cell(value);

    private static string Cell(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Name(string column) => column.Replace("|", "\\|", StringComparison.Ordinal);
}
