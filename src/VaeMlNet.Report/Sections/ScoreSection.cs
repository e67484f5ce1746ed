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
    public static Section Create(ScoreSummary scored, double threshold, bool hasMap)
    {
        if (scored.Sample.Count == 0)
        {
            return Section.WithoutCharts("scores", "Scores", "", "", Blocks.Note("No row has a finite score."));
        }

        List<Chart> charts = [ScoreCharts.Histogram(scored, threshold)];
        if (scored.CanBeRanked)
        {
            var curve = RankingCurve.Compute(scored.Sample);
            charts.Add(ScoreCharts.Roc(curve));
            charts.Add(ScoreCharts.PrecisionRecall(curve, (double)scored.Anomalies / scored.RowCount));
        }

        return new Section(
            "scores",
            "Scores",
            "The histogram shows the number of rows for each score. Rows to the right of the dashed line are reported as anomalies."
                + (
                    scored.CanBeRanked
                        ? " The ROC and the precision-recall curve use the labels and show every possible threshold."
                        : ""
                ),
            scored.CanBeRanked
                ? "anomalies and normal rows have the same scores, and the curves are near the dashed lines (chance)."
                : "two peaks on different sides of the line where one was expected, or most rows to the right of the line.",
            Html.Format($"{Blocks.Row(charts)}{Html.Join(Notes(scored, threshold, hasMap).Select(Blocks.Note))}"),
            charts
        );
    }

    private static IEnumerable<string> Notes(ScoreSummary scored, double threshold, bool hasMap)
    {
        yield return $"Threshold {Figure.Number(threshold, "G6")} nats: {Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount)} rows are above it.";
        var high = ScoreCharts.Range(scored.Sample, threshold).High;
        var beyond = scored.Sample.Count(row => row.Score > high);
        if (beyond > 0)
        {
            yield return $"{Figure.Count(beyond)} scores above {Figure.Number(high)} are in the last bar; the highest score is {Figure.Number(scored.Sample.Max(row => row.Score), "G6")}.";
        }

        if (!scored.IsWhole)
        {
            yield return $"The charts show a random sample of {Figure.Count(scored.Sample.Count)} rows; the counts include all rows.";
        }

        if (scored.LabelName is { } name && !scored.CanBeRanked)
        {
            yield return scored.LabelsAreOfAnomalies
                ? $"The ranking cannot be measured: all labels in '{name}' are equal."
                : $"The ranking cannot be measured: '{name}' is not 1 or 0 (true or false) in every row.{(hasMap ? " It only colors the map." : "")}";
        }
    }
}
