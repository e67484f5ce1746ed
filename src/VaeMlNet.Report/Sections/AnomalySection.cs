namespace VaeMlNet.Report;

/// <summary>The section of the rows with the highest scores. It shows the contributions to each score.</summary>
internal static class AnomalySection
{
    private const int MostColumns = 6;
    private const int LeastOtherColumns = 2; // a single other column has a line of its own

    /// <summary>Creates the section. Returns null where no row has a finite score.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="fileNames">The name of the file of each row; null for rows that are no files.</param>
    public static Section? Create(ReportFacts facts, IReadOnlyList<string>? fileNames) =>
        facts.Top.Count == 0
            ? null
            : new Section(
                "anomalies",
                "Highest scores",
                facts.Layout.IsImage
                    ? "The rows that are least like the training data. In the last line, bright pixels contribute most to the score."
                    : "The rows that are least like the training data, and why. ▲ marks rows above the threshold. Open a row to see the parts of its score: each bar begins where the one above it ends, and blue bars go back.",
                "rows that look normal. The training data has too few rows like them.",
                facts.Layout.IsImage ? Images(facts, fileNames) : Rows(facts)
            );

    private static Html Images(ReportFacts facts, IReadOnlyList<string>? fileNames)
    {
        var count = facts.Top.Count;
        var layout = facts.Layout;
        PictureGrid Line(Func<DetailedRow, float[]> image, VaeImageShape shape) =>
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
            $"<div class=\"panels cards\">\n<div class=\"panel stack\">\n{pictures}</div>\n<div class=\"panel\">{List(facts, fileNames)}</div>\n</div>\n"
        );
    }

    /// <summary>
    /// Adds the contributions of the channels of each pixel, and scales them so that the brightest pixel of each row is white. The position
    /// matters, not the size.
    /// </summary>
    private static float[] Heat(DetailedRow row, VaeImageShape shape)
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

    private static Html List(ReportFacts facts, IReadOnlyList<string>? fileNames) =>
        Blocks.Table(
            facts.Top.Index(),
            "The rows with the highest scores",
            [
                new("rank", top => Html.Format($"{top.Index + 1}"), IsNumber: true),
                new("row", top => Html.Escape(Figure.Count(top.Item.Row + 1)), IsNumber: true),
                fileNames is null ? null : new("file", top => Html.Escape(fileNames[(int)top.Item.Row])),
                new("score", top => Html.Escape(Figure.Number(top.Item.Score, 5)), IsNumber: true),
                facts.Model.CalibrationRows is null
                    ? null
                    : new("p-value", top => Html.Escape(Figure.PValue(top.Item.PValue)), IsNumber: true),
                facts.Scored.LabelName is { } name ? new(name, top => Html.Escape(top.Item.Label ?? "")) : null,
            ]
        );

    private static Html Rows(ReportFacts facts) =>
        Html.Format(
            $"<ol class=\"rows\" id=\"labels\">\n{Html.Join(facts.Top.Select((row, i) => Card(facts, row, i == 0)))}</ol>\n{LabelFile}"
        );

    // The scripts show it. Numbers of rows are those of the file, so that a report on other rows has labels of other rows.
    private static Html LabelFile =>
        Html.Format(
            $"""
            <div id="labels-file" hidden>
            <div class="controls"><span class="buttons"><button type="button" id="labels-download">Download labels.csv</button></span> <span id="labels-count" aria-live="polite"></span></div>
            <p class="note">Label rows above, and pass the file with the same data to a detector: <code>vaemlnet export --model=detector --data=DATA --known-rows=labels.csv --out=FOLDER</code>. <code>vaemlnet label</code> asks for the rows whose labels say most.</p>
            </div>

            """
        );

    private static Html Answers(DetailedRow row)
    {
        (string Value, string Name)[] answers =
        [
            ("anomaly", "Anomaly"),
            ("normal", "Normal"),
            ("unknown", "Not known"),
        ];
        var buttons = answers.Select(answer =>
            Html.Format(
                $"<button type=\"button\" value=\"{answer.Value}\" aria-pressed=\"false\">{answer.Name}</button>"
            )
        );
        return Html.Format(
            $"<div class=\"controls answers\" role=\"group\" aria-label=\"Label of row {row.Row + 1}\" data-row=\"{row.Row + 1}\" data-score=\"{row.Score}\" hidden><span class=\"buttons\">{Html.Join(buttons)}</span></div>"
        );
    }

    /// <summary>Creates the reasons of a row in words, and its waterfall, which the reader opens, except for the first row.</summary>
    private static Html Card(ReportFacts facts, DetailedRow row, bool isOpen)
    {
        var label = row.Label is { Length: > 0 } text ? $", {facts.Scored.LabelName}: {text}" : "";
        var pValue = float.IsFinite(row.PValue) ? $", p-value {Figure.PValue(row.PValue)}" : "";
        var above = row.Score > facts.Model.Manifest.Threshold.NegativeElbo ? " ▲" : "";
        var reasons = facts.Reasons.GetValueOrDefault(row.Row, []);
        var list =
            reasons.Length > 0
                ? Html.Format(
                    $"<ul class=\"reasons\">{Html.Join(reasons.Select(reason => Html.Format($"<li>{reason}</li>")))}</ul>"
                )
            : facts.Reasons.Count > 0
                ? Html.Format($"<p class=\"reasons\">No column stands out: several of them add a little.</p>")
            : Html.Empty;
        var fold = Blocks.Folded(
            "What each column adds to the score",
            Html.Format($"<ol class=\"waterfall\">\n{Html.Join(Waterfall(facts.Layout.Columns, row))}</ol>\n"),
            isOpen
        );
        return Html.Format(
            $"<li><h3>Row {Figure.Count(row.Row + 1)}: score {Figure.Number(row.Score, 5)}{above}{pValue}{label}</h3>\n{list}\n{Answers(row)}\n{fold}</li>\n"
        );
    }

    /// <summary>Creates the lines of the largest contributions, of all others together, and of the score, which is their sum.</summary>
    private static IEnumerable<Html> Waterfall(IReadOnlyList<ReportColumn> columns, DetailedRow row)
    {
        (ReportColumn Column, double Part)[] ordered =
        [
            .. columns
                .Select(column => (column, column.Contribution(row.Contributions)))
                .OrderByDescending(pair => pair.Item2),
        ];
        var shown = ordered.Length < MostColumns + LeastOtherColumns ? ordered : ordered[..MostColumns];
        var others = ordered[shown.Length..];
        double[] parts =
        [
            .. shown.Select(pair => pair.Part),
            .. others.Length > 0 ? [others.Sum(pair => pair.Part)] : Array.Empty<double>(),
        ];
        var ends = new double[parts.Length + 1];
        for (var i = 0; i < parts.Length; i++)
        {
            ends[i + 1] = ends[i] + parts[i];
        }

        var (low, high) = (ends.Min(), ends.Max());
        double Place(double sum) => high > low ? (sum - low) / (high - low) : 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, value) =
                i < shown.Length
                    ? (shown[i].Column.Name, Value(shown[i].Column, row))
                    : (Figure.Count(others.Length, "other column"), Html.Empty);
            yield return Html.Format(
                $"<li><span class=\"of\"><b>{name}</b> {value}</span>{Blocks.WaterfallBar(Place(ends[i]), Place(ends[i + 1]))}<span class=\"nats\">{Figure.Number(parts[i], 3)}</span></li>\n"
            );
        }

        yield return Html.Format(
            $"<li><span class=\"of\"><b>Score in nats</b></span><span class=\"track\"></span><strong class=\"nats\">{Figure.Number(row.Score)}</strong></li>\n"
        );
    }

    private static Html Value(ReportColumn column, DetailedRow row)
    {
        var value =
            column.Text(row.Slots) is { Length: > 0 } text ? Html.Escape(text)
            : float.IsNaN(row.Slots[column.Slot]) ? Html.Format($"<span class=\"missing\">missing</span>")
            : Html.Format($"<span class=\"missing\">not in training</span>");
        return Html.Format($"{value}, expected <span class=\"model\">{column.DecodedText(row.Decoded)}</span>");
    }
}
