using System.Text.Json.Nodes;
using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>
/// The section of scores: the scores of all rows, the threshold and, with labels, the ranking of the anomalies.
/// </summary>
internal static class ScoreSection
{
    /// <summary>Creates the section.</summary>
    /// <param name="scored">The scores of all rows.</param>
    /// <param name="threshold">The score above which a row counts as an anomaly.</param>
    /// <param name="hasMap">True if the page has a latent map, which labels of any kind color.</param>
    /// <param name="calibration">The scores of calibration rows; null without them.</param>
    public static Section Create(ScoreSummary scored, double threshold, bool hasMap, CalibrationScores? calibration)
    {
        if (scored.Rows.Count == 0)
        {
            return new Section("scores", "Scores", "", "", Blocks.Note("No row has a finite score."));
        }

        var counts = ThresholdCounts.Count(scored, threshold, ScoreCharts.Range(scored.Rows, threshold));
        List<Chart> charts = [ScoreCharts.Histogram(scored, threshold)];
        if (scored.Rank() is { } curve)
        {
            charts.Add(ScoreCharts.Roc(curve.Points, curve.AreaUnderRoc));
            charts.Add(
                ScoreCharts.PrecisionRecall(
                    curve.Points,
                    curve.AveragePrecision,
                    (double)scored.Anomalies / scored.RowCount
                )
            );
        }

        return new Section(
            "scores",
            "Scores",
            "The histogram shows the number of rows for each score. Rows to the right of the dashed line are reported as anomalies. Move the slider to see the counts of another threshold."
                + (hasMap ? " Select a bar to list its rows." : "")
                + (
                    scored.CanBeRanked
                        ? " The ROC and the precision-recall curve use the labels and show every possible threshold."
                        : ""
                ),
            scored.CanBeRanked
                ? "anomalies and normal rows have the same scores, and the curves are near the dashed lines (chance)."
                : "two peaks on different sides of the line where one was expected, or most rows to the right of the line.",
            Html.Format(
                $"{Slider(counts, scored, threshold)}{Blocks.Row(charts)}{(hasMap ? Blocks.RowList("score-rows", "The examined rows above the threshold, or of a bar") : Html.Empty)}{Html.Join(Notes(scored, threshold, hasMap).Select(Blocks.Note))}"
            ),
            charts,
            Gist: $"{Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount, "row")} above the threshold of {Figure.Number(threshold)} nats; move it and see the counts",
            Data: ("thresholds", Data(counts, scored, calibration))
        );
    }

    // The scripts show it, and fill the figures.
    private static Html Slider(ThresholdCounts counts, ScoreSummary scored, double threshold)
    {
        (string Id, string Name)[] figures =
        [
            ("above", "Rows above"),
            .. scored.CanBeRanked
                ?
                [
                    ("recall", "Anomalies found"),
                    ("precision", "Precision"),
                    ("false-positives", "Normal rows reported"),
                ]
                : Array.Empty<(string, string)>(),
            ("expected", "Expected of normal rows"),
        ];
        var tiles = figures.Select(figure =>
            Html.Format(
                $"<div class=\"tile\"><dt>{figure.Name}</dt><dd><span class=\"value\" id=\"threshold-{figure.Id}\"></span><span class=\"hint\" id=\"threshold-{figure.Id}-hint\"></span></dd></div>\n"
            )
        );
        return Html.Format(
            $"""
            <div id="threshold-controls" hidden>
            <div class="controls">
            <label class="slider">Threshold <input type="range" id="threshold-slider" min="0" max="{counts.Thresholds.Count
                - 1}" step="1" value="{counts.Own}"></label>
            <output id="threshold-value" for="threshold-slider">{Figure.Number(threshold)} nats</output>
            <span class="buttons"><button type="button" id="threshold-reset">Threshold of the model</button></span>
            </div>
            <dl class="tiles" aria-live="polite">
            {Html.Join(tiles)}</dl>
            </div>

            """
        );
    }

    private static JsonObject Data(ThresholdCounts counts, ScoreSummary scored, CalibrationScores? calibration)
    {
        JsonObject data = new()
        {
            ["thresholds"] = Numbers(counts.Thresholds),
            ["above"] = Numbers(counts.Above.Select(count => (double)count)),
            ["own"] = counts.Own,
            ["rows"] = scored.Rows.Count,
        };
        if (counts.AnomaliesAbove is { } anomalies)
        {
            data["anomaliesAbove"] = Numbers(anomalies.Select(count => (double)count));
            data["anomalies"] = scored.Rows.Count(row => row.IsAnomaly == true);
        }

        if (calibration is not null)
        {
            data["expected"] = Numbers(counts.Thresholds.Select(calibration.ShareAbove));
        }

        return data;
    }

    private static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(VegaLite.Number)]);

    private static IEnumerable<string> Notes(ScoreSummary scored, double threshold, bool hasMap)
    {
        yield return $"Threshold {Figure.Number(threshold, 5)} nats: {Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount)} rows are above it.";
        var high = ScoreCharts.Range(scored.Rows, threshold).High;
        var beyond = scored.Rows.Count(row => row.Score > high);
        if (beyond > 0)
        {
            yield return $"{Figure.Count(beyond)} scores above {Figure.Number(high)} are in the last bar; the highest score is {Figure.Number(scored.Rows.Max(row => row.Score), 5)}.";
        }

        if (scored.LabelName is { } name && !scored.CanBeRanked)
        {
            yield return scored.LabelsAreOfAnomalies
                ? $"The ranking cannot be measured: all labels in '{name}' are equal."
                : $"The ranking cannot be measured: '{name}' has other labels than {TruthTexts.Expected}.{(hasMap ? " It only colors the map." : "")}";
        }
    }
}
