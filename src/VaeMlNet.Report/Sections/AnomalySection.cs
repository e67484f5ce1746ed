namespace VaeMlNet.Report;

/// <summary>The section of the rows with the highest scores. It shows the contributions to each score.</summary>
internal static class AnomalySection
{
    private const int MostColumns = 6;

    /// <summary>Creates the section. Returns null where no row has a finite score.</summary>
    public static Section? Create(ReportFacts facts) =>
        facts.Top.Count == 0
            ? null
            : Section.WithoutCharts(
                "anomalies",
                "Highest scores",
                facts.Layout.IsImage
                    ? "The rows that are least like the training data. In the last line, bright pixels contribute most to the score."
                    : "The rows that are least like the training data, and the contribution of each column to the score. The contributions of a row add up to its score.",
                "rows that look normal. The training data has too few rows like them.",
                facts.Layout.IsImage ? Images(facts) : Table(facts)
            );

    private static Html Images(ReportFacts facts)
    {
        var count = facts.Top.Count;
        (int, int) size = (facts.Layout.Height, facts.Layout.Width);
        PictureGrid Line(Func<DetailedRow, float[]> image) =>
            PictureGrid.CreateScaled(facts.Top.Select(image), size, count);
        var pictures = Html.Join([
            Blocks.Picture(Line(row => row.Slots), "Inputs", $"The {count} images with the highest scores."),
            Blocks.Picture(Line(row => row.Decoded), "Reconstructions", "Their reconstructions."),
            Blocks.Picture(
                Line(Heat),
                "Contributions to the score",
                "The contribution of each pixel to the scores.",
                "heat"
            ),
        ]);
        return Html.Format(
            $"<div class=\"panels cards\">\n<div class=\"panel stack\">\n{pictures}</div>\n<div class=\"panel\">{List(facts)}</div>\n</div>\n"
        );
    }

    /// <summary>
    /// Scales the contributions so that the brightest pixel of each row is white. The position matters, not the size.
    /// </summary>
    private static float[] Heat(DetailedRow row)
    {
        var largest = row.Contributions.Max();
        return [.. row.Contributions.Select(part => largest > 0 ? Math.Max(0, part) / largest : 0)];
    }

    private static Html List(ReportFacts facts)
    {
        string[] headings =
        [
            "#rank",
            "#row",
            "#score",
            .. facts.Scored.LabelName is { } name ? [name] : Array.Empty<string>(),
        ];
        return Blocks.Table(
            headings,
            facts.Top.Select(
                (row, i) =>
                    (IReadOnlyList<Html>)
                        [
                            Html.Format($"{i + 1}"),
                            Html.Format($"{Figure.Count(row.Row + 1)}"),
                            Html.Format($"{Figure.Number(row.Score, "G5")}"),
                            .. row.Label is { } label ? [Html.Escape(label)] : Array.Empty<Html>(),
                        ]
            ),
            "The rows with the highest scores"
        );
    }

    private static Html Table(ReportFacts facts) =>
        Html.Format($"<div class=\"panels cards\">\n{Html.Join(facts.Top.Select(row => Card(facts, row)))}</div>\n");

    private static Html Card(ReportFacts facts, DetailedRow row)
    {
        ReportColumn[] columns =
        [
            .. facts.Layout.Columns.OrderByDescending(column => row.Contributions[column.Slot]).Take(MostColumns),
        ];
        double largest = Math.Max(row.Contributions.Max(), float.Epsilon);
        var table = Blocks.Table(
            ["column", "value", "expected", "#contribution"],
            columns.Select(column =>
                (IReadOnlyList<Html>)
                    [
                        Html.Escape(column.Name),
                        Html.Escape(column.Text(row.Slots)),
                        Html.Format($"<span class=\"model\">{column.DecodedText(row.Decoded)}</span>"),
                        Blocks.Bar(
                            row.Contributions[column.Slot] / largest,
                            Figure.Number(row.Contributions[column.Slot], "G3")
                        ),
                    ]
            ),
            $"Contributions to the score of row {row.Row + 1}"
        );
        var label = row.Label is { Length: > 0 } text ? $", {facts.Scored.LabelName}: {text}" : "";
        return Html.Format(
            $"<div class=\"panel\"><h3>Row {Figure.Count(row.Row + 1)}: score {Figure.Number(row.Score, "G5")}{label}</h3>\n{table}</div>\n"
        );
    }
}
