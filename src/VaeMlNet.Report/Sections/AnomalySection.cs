namespace VaeMlNet.Report;

/// <summary>The rows with the highest scores, and what in them is to blame.</summary>
internal static class AnomalySection
{
    private const int MostColumns = 6;

    /// <summary>Null where no row has a finite score.</summary>
    public static Section? Of(ReportFacts facts) =>
        facts.Top.Count == 0
            ? null
            : Section.Of(
                "anomalies",
                "Highest scores",
                facts.Layout.IsImage
                    ? "The rows that are least like the training data. Bright in the last line are the pixels that the score comes from."
                    : "The rows that are least like the training data, and the columns that their scores come from. The parts of a row add up to its score.",
                "rows that look ordinary to you: the model has not seen enough like them.",
                facts.Layout.IsImage ? Images(facts) : Table(facts)
            );

    private static Html Images(ReportFacts facts)
    {
        var count = facts.Top.Count;
        (int, int) size = (facts.Layout.Height, facts.Layout.Width);
        PictureGrid Line(Func<DetailedRow, float[]> image) =>
            PictureGrid.OfSection(facts.Top.Select(image), size, count);
        var pictures = Html.Join([
            Blocks.Picture(Line(row => row.Slots), "Inputs", $"The {count} images with the highest scores."),
            Blocks.Picture(Line(row => row.Decoded), "Reconstructions", "Their reconstructions."),
            Blocks.Picture(Line(Heat), "Contributions to the score", "The pixels that their scores come from.", "heat"),
        ]);
        return Html.Of(
            $"<div class=\"panels cards\">\n<div class=\"panel stack\">\n{pictures}</div>\n<div class=\"panel\">{List(facts)}</div>\n</div>\n"
        );
    }

    /// <summary>Of each row its own brightest pixel is white: what matters is where.</summary>
    private static float[] Heat(DetailedRow row)
    {
        var largest = row.Contributions.Max();
        return [.. row.Contributions.Select(part => largest > 0 ? Math.Max(0, part) / largest : 0)];
    }

    private static Html List(ReportFacts facts)
    {
        string[] headings =
        [
            "#place",
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
                            Html.Of($"{i + 1}"),
                            Html.Of($"{Figure.Count(row.Row + 1)}"),
                            Html.Of($"{Figure.Of(row.Score, "G5")}"),
                            .. row.Label is { } label ? [Html.Escape(label)] : Array.Empty<Html>(),
                        ]
            ),
            "The rows with the highest scores"
        );
    }

    private static Html Table(ReportFacts facts) =>
        Html.Of($"<div class=\"panels cards\">\n{Html.Join(facts.Top.Select(row => Card(facts, row)))}</div>\n");

    private static Html Card(ReportFacts facts, DetailedRow row)
    {
        ReportColumn[] columns =
        [
            .. facts.Layout.Columns.OrderByDescending(column => row.Contributions[column.Slot]).Take(MostColumns),
        ];
        double largest = Math.Max(row.Contributions.Max(), float.Epsilon);
        var table = Blocks.Table(
            ["column", "value", "expected", "#part"],
            columns.Select(column =>
                (IReadOnlyList<Html>)
                    [
                        Html.Escape(column.Name),
                        Html.Escape(column.Text(row.Slots)),
                        Html.Of($"<span class=\"model\">{column.DecodedText(row.Decoded)}</span>"),
                        Blocks.Bar(
                            row.Contributions[column.Slot] / largest,
                            Figure.Of(row.Contributions[column.Slot], "G3")
                        ),
                    ]
            ),
            $"Where the score of row {row.Row + 1} comes from"
        );
        var label = row.Label is { Length: > 0 } text ? $", {facts.Scored.LabelName}: {text}" : "";
        return Html.Of(
            $"<div class=\"panel\"><h3>Row {Figure.Count(row.Row + 1)}: score {Figure.Of(row.Score, "G5")}{label}</h3>\n{table}</div>\n"
        );
    }
}
