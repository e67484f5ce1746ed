namespace VaeMlNet.Report;

/// <summary>
/// The section of calibration. It compares the share of reported rows on this data with the share expected from
/// training.
/// </summary>
internal static class CalibrationSection
{
    private const string Title = "Calibration";

    private const double Rate = 0.01;

    private static readonly double[] Rates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    public static Section Create(ReportFacts facts)
    {
        if (facts.Model.CalibrationRows is not { } calibrationRows)
        {
            return new Section(
                "calibration",
                Title,
                "",
                "",
                Blocks.Note(
                    "No p-values: the model folder has no calibration.json, because an older version wrote it. Export the model again to get p-values."
                )
            );
        }

        var scored = facts.Scored;
        // The p-values of anomalies are not expected to be flat, so labeled anomalies are left out.
        ScoredRow[] rows = [.. scored.NormalRows];
        if (rows.Length == 0)
        {
            return new Section("calibration", Title, "", "", Blocks.Note("No row has a p-value."));
        }

        Chart[] charts = [CalibrationCharts.Histogram(rows), CalibrationCharts.Shares(rows)];
        var of = scored.CanBeRanked ? "rows that are labeled normal" : "rows";
        var note =
            $"{Figure.Count(rows.Length)} {of} compared with {Figure.Count(calibrationRows)} calibration rows ({facts.Model.Calibration!.Source} rows); the smallest possible p-value is {Figure.Number(1.0 / (calibrationRows + 1), 2)}.";
        return new Section(
            "calibration",
            Title,
            "A row's p-value is the share of calibration rows that score at least as high. If the data resembles the calibration rows, 1 % of the rows have a p-value of at most 1 %, and so on: the bars are flat and the curve follows the diagonal.",
            "many small p-values (the data differs from the training data, or contains anomalies), or hardly any (the data is easier than the training data, or the model was trained on it).",
            Html.Format($"{Mark(facts)}{Blocks.Row(charts)}{Table(rows)}{Blocks.Note(note)}"),
            charts,
            Gist: $"{Figure.Percent(ShareAt(Rate, rows))} of the rows have a p-value of at most {Figure.Percent(Rate)}"
        );
    }

    /// <summary>Creates a mark where the calibration rows are training rows; it is stronger where they are also these rows.</summary>
    private static Html Mark(ReportFacts facts)
    {
        var text =
            facts.Drift.Scores?.AreSameRows == true
                ? "This data seems to be the calibration data: it has as many rows, and the same highest score. The bars are then flat and the curve is the diagonal by construction, and say nothing about new data."
            : facts.Model.Calibration!.Source == VaeThreshold.TrainingRows
                ? "The calibration rows are training rows, because the training had no validation rows. The model knows them, so new rows of the same kind have smaller p-values than they should, and on the training data the diagonal is perfect by construction."
            : null;
        return text is null
            ? Html.Empty
            : Html.Format($"<p class=\"mark\"><strong>By construction:</strong> {text}</p>\n");
    }

    // p-values are float32: that of 5 of 100 rows is above the float64 0.05.
    internal static int CountAt(double rate, ScoredRow[] rows) => rows.Count(row => row.PValue <= (float)rate);

    private static double ShareAt(double rate, ScoredRow[] rows) => (double)CountAt(rate, rows) / rows.Length;

    private static Html Table(ScoredRow[] rows) =>
        Blocks.Table(
            Rates,
            "Rows reported at each nominal rate",
            [
                new("nominal rate", rate => Html.Escape(Figure.Percent(rate)), IsNumber: true),
                new("expected rows", rate => Html.Escape(Figure.Number(rate * rows.Length)), IsNumber: true),
                new("rows", rate => Html.Escape(Figure.Count(CountAt(rate, rows))), IsNumber: true),
                new("share", rate => Html.Escape(Figure.Percent(ShareAt(rate, rows))), IsNumber: true),
                new("ratio", rate => Html.Escape(Figure.Fixed(ShareAt(rate, rows) / rate, 2)), IsNumber: true),
            ]
        );
}
