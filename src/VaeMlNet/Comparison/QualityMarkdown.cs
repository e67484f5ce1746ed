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
        Line(text, $"# {report.SyntheticRows} synthetic rows compared with {report.RealRows} real rows");
        WriteSummary(text, report);
        WriteColumns(text, report.Columns);
        WritePairs(text, report.LeastSimilarPairs);
        return text.ToString();
    }

    private static void WriteSummary(StringBuilder text, VaeQualityReport report)
    {
        Line(text, $"");
        Line(text, $"| metric | value | best | meaning |");
        Line(text, $"|---|---|---|---|");
        foreach (var figure in QualityFigure.List(report))
        {
            Line(
                text,
                $"| {figure.Name} | {Number(figure.Value)} | {figure.Best} | {MarkdownCell.Escape(figure.Meaning)} |"
            );
        }
    }

    private static void WriteColumns(StringBuilder text, IReadOnlyList<VaeColumnQuality> columns)
    {
        Line(text, $"");
        Line(text, $"| column | shape | coverage | valid | missing, real | missing, synthetic |");
        Line(text, $"|---|---|---|---|---|---|");
        var shown = columns.Count <= ShownColumns ? columns : columns.OrderBy(c => c.Shape ?? 1).Take(ShownColumns);
        foreach (var c in shown)
        {
            Line(
                text,
                $"| {MarkdownCell.Escape(c.Name)} | {Number(c.Shape)} | {Cell(c.RangeCoverage ?? c.CategoryCoverage)} | {Cell(c.ValidShare)} | {Cell(c.RealMissingShare)} | {Cell(c.SyntheticMissingShare)} |"
            );
        }

        if (columns.Count > ShownColumns)
        {
            Line(text, $"");
            Line(text, $"The {ShownColumns} columns that differ most, of {columns.Count}.");
        }
    }

    private static void WritePairs(StringBuilder text, IReadOnlyList<VaeColumnPairQuality> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        Line(text, $"");
        Line(text, $"| least similar pairs | similarity | correlation, real | correlation, synthetic |");
        Line(text, $"|---|---|---|---|");
        foreach (var p in pairs)
        {
            Line(
                text,
                $"| {MarkdownCell.Escape(p.FirstColumn)} and {MarkdownCell.Escape(p.SecondColumn)} | {Number(p.Similarity)} | {Cell(p.RealCorrelation)} | {Cell(p.SyntheticCorrelation)} |"
            );
        }
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Number(double? value) => value is null ? "not defined" : Cell(value);

    private static string Cell(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";
}
