namespace VaeMlNet.Report;

/// <summary>Whether thresholds keep here what they promised in training.</summary>
internal static class CalibrationSection
{
    private const string Title = "Calibration";

    private static readonly double[] Rates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

    public static Section Of(ReportFacts facts)
    {
        if (facts.Model.CalibrationRows is not { } calibrationRows)
        {
            return Section.Of(
                "calibration",
                Title,
                "",
                "",
                Blocks.Note(
                    "No p-values: the model folder has no calibration.json, because it was written by an older version. Export the model again for them."
                )
            );
        }

        var scored = facts.Scored;
        // With anomalies in them, p-values are not meant to be flat.
        ScoredRow[] rows = [.. scored.Sample.Where(row => !scored.CanBeRanked || row.IsAnomaly == false)];
        if (rows.Length == 0)
        {
            return Section.Of("calibration", Title, "", "", Blocks.Note("No row has a p-value."));
        }

        Chart[] charts = [CalibrationCharts.Histogram(rows), CalibrationCharts.Shares(rows)];
        var of = scored.CanBeRanked ? "rows that are labeled normal" : "rows";
        var note =
            $"{Figure.Count(rows.Length)} {of} against the {Figure.Count(calibrationRows)} calibration rows of training; the smallest p-value there can be is {Figure.Of(1.0 / (calibrationRows + 1), "G2")}.";
        return new Section(
            "calibration",
            Title,
            "A row's p-value is the share of calibration rows that score at least as high. Of data like them, 1 % of the rows have one of at most 1 %, and so on: flat bars, and the curve on the diagonal.",
            "many small p-values (the data is not like that of training, or holds anomalies), or hardly any (it is easier than that of training, or was trained on).",
            Html.Of($"{Blocks.Row(charts)}{Table(rows)}{Blocks.Note(note)}"),
            charts
        );
    }

    private static Html Table(ScoredRow[] rows) =>
        Blocks.Table(
            ["#meant to be reported", "#expected rows", "#rows", "#share", "#ratio"],
            Rates.Select(rate =>
            {
                var count = rows.Count(row => row.PValue <= rate);
                var share = (double)count / rows.Length;
                return (IReadOnlyList<Html>)
                    [
                        Html.Of($"{Figure.Percent(rate)}"),
                        Html.Of($"{Figure.Of(rate * rows.Length)}"),
                        Html.Of($"{Figure.Count(count)}"),
                        Html.Of($"{Figure.Percent(share)}"),
                        Html.Of($"{Figure.Of(share / rate, "0.00")}"),
                    ];
            }),
            "Rows reported at each nominal rate"
        );
}
