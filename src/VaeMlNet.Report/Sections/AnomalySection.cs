namespace VaeMlNet.Report;

/// <summary>The section of the rows with the highest scores. It shows the contributions to each score.</summary>
internal static class AnomalySection
{
    private const int MostColumns = 6;
    private const int LeastOtherColumns = 2; // a single other column has a line of its own

    /// <summary>Creates the section. Returns null where no row has a finite score.</summary>
    public static Section? Create(ReportFacts facts) =>
        facts.Top.Count == 0
            ? null
            : Section.WithoutCharts(
                "anomalies",
                "Highest scores",
                facts.Layout.IsImage
                    ? "The rows that are least like the training data. In the last line, bright pixels contribute most to the score."
                    : "The rows that are least like the training data. The bars are a waterfall: each column adds its contribution to the score, in nats, and the bars end at the score. Blue contributions are below 0.",
                "rows that look normal. The training data has too few rows like them.",
                facts.Layout.IsImage ? Images(facts) : Table(facts)
            );

    private static Html Images(ReportFacts facts)
    {
        var count = facts.Top.Count;
        var layout = facts.Layout;
        PictureGrid Line(Func<DetailedRow, float[]> image, PictureShape shape) =>
            PictureGrid.CreateScaled(facts.Top.Select(image), shape, count);
        var pictures = Html.Join([
            Blocks.Picture(
                Line(row => layout.ToPixels(row.Slots), layout.Shape),
                "Inputs",
                $"The {count} images with the highest scores."
            ),
            Blocks.Picture(
                Line(row => layout.ToPixels(row.Decoded), layout.Shape),
                "Reconstructions",
                "Their reconstructions."
            ),
            Blocks.Picture(
                Line(row => Heat(row, layout.Shape), layout.Shape with { Channels = 1 }),
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
    /// Adds the contributions of the channels of each pixel, and scales them so that the brightest pixel of each row is white. The position
    /// matters, not the size.
    /// </summary>
    private static float[] Heat(DetailedRow row, PictureShape shape)
    {
        var plane = shape.Height * shape.Width;
        float[] ofPixels =
        [
            .. Enumerable
                .Range(0, plane)
                .Select(i => Enumerable.Range(0, shape.Channels).Sum(c => row.Contributions[(c * plane) + i])),
        ];
        var largest = ofPixels.Max();
        return [.. ofPixels.Select(part => largest > 0 ? Math.Max(0, part) / largest : 0)];
    }

    private static Html List(ReportFacts facts)
    {
        string[] headings =
        [
            "#rank",
            "#row",
            "#score",
            .. facts.Model.CalibrationRows is null ? Array.Empty<string>() : ["#p-value"],
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
                            Html.Format($"{Figure.Number(row.Score, 5)}"),
                            .. facts.Model.CalibrationRows is null
                                ? Array.Empty<Html>()
                                : [Html.Escape(Figure.PValue(row.PValue))],
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
        var table = Blocks.Table(
            ["column", "value", "expected", "#contribution"],
            Waterfall(facts.Layout.Columns, row),
            $"Contributions to the score of row {row.Row + 1}"
        );
        var label = row.Label is { Length: > 0 } text ? $", {facts.Scored.LabelName}: {text}" : "";
        var pValue = float.IsFinite(row.PValue) ? $", p-value {Figure.PValue(row.PValue)}" : "";
        return Html.Format(
            $"<div class=\"panel\"><h3>Row {Figure.Count(row.Row + 1)}: score {Figure.Number(row.Score, 5)}{pValue}{label}</h3>\n{table}</div>\n"
        );
    }

    /// <summary>Creates the lines of the largest contributions, of all others together, and of the score, which is their sum.</summary>
    private static IEnumerable<IReadOnlyList<Html>> Waterfall(IReadOnlyList<ReportColumn> columns, DetailedRow row)
    {
        ReportColumn[] ordered = [.. columns.OrderByDescending(column => row.Contributions[column.Slot])];
        var shown = ordered.Length < MostColumns + LeastOtherColumns ? ordered : ordered[..MostColumns];
        var others = ordered[shown.Length..];
        double[] parts =
        [
            .. shown.Select(column => (double)row.Contributions[column.Slot]),
            .. others.Length > 0
                ? [others.Sum(column => (double)row.Contributions[column.Slot])]
                : Array.Empty<double>(),
        ];
        var ends = new double[parts.Length + 1];
        for (var i = 0; i < parts.Length; i++)
        {
            ends[i + 1] = ends[i] + parts[i];
        }

        var (low, high) = (ends.Min(), ends.Max());
        double Place(double sum) => high > low ? (sum - low) / (high - low) : 0;
        for (var i = 0; i < shown.Length; i++)
        {
            yield return
            [
                Html.Escape(shown[i].Name),
                Value(shown[i], row),
                Html.Format($"<span class=\"model\">{shown[i].DecodedText(row.Decoded)}</span>"),
                Bar(i),
            ];
        }

        if (others.Length > 0)
        {
            yield return
            [
                Html.Escape(Figure.Count(others.Length, "other column")),
                Html.Empty,
                Html.Empty,
                Bar(shown.Length),
            ];
        }

        yield return
        [
            Html.Format($"<strong>score</strong>"),
            Html.Empty,
            Html.Empty,
            Html.Format($"<strong>{Figure.Number(row.Score)}</strong>"),
        ];

        Html Bar(int i) => Blocks.WaterfallBar(Place(ends[i]), Place(ends[i + 1]), Figure.Number(parts[i], 3));
    }

    private static Html Value(ReportColumn column, DetailedRow row) =>
        column.Text(row.Slots) is { Length: > 0 } text
            ? Html.Escape(text)
            : Html.Format(
                $"<span class=\"missing\">{(float.IsNaN(row.Slots[column.Slot]) ? "missing" : "not in training")}</span>"
            );
}
