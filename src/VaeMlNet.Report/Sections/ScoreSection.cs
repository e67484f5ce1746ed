namespace VaeMlNet.Report;

/// <summary>The scores of all rows, the threshold, and with labels how well they rank.</summary>
internal static class ScoreSection
{
    public static Section Of(ReportFacts facts)
    {
        var scored = facts.Scored;
        var threshold = facts.Model.Manifest.Threshold.NegativeElbo;
        if (scored.Sample.Count == 0)
        {
            return Section.Of("scores", "Scores", "", "", Blocks.Note("No row has a finite score."));
        }

        List<Chart> charts = [ScoreCharts.Histogram(scored, threshold)];
        if (scored.CanBeRanked)
        {
            var curve = RankingCurve.Of(scored.Sample);
            charts.Add(ScoreCharts.Roc(curve));
            charts.Add(ScoreCharts.PrecisionRecall(curve, (double)scored.Anomalies / scored.RowCount));
        }

        return new Section(
            "scores",
            "Scores",
            "How many rows have which score; those right of the dashed line are labeled anomalies."
                + (
                    scored.CanBeRanked
                        ? " With labels: ROC and precision-recall for every threshold there could be."
                        : ""
                ),
            scored.CanBeRanked
                ? "the two kinds of rows in the same place, and curves near the dashed ones (chance)."
                : "two humps on different sides of the line where one was expected, or most rows right of it.",
            Html.Of($"{Blocks.Row(charts)}{Html.Join(Notes(scored, threshold).Select(Blocks.Note))}"),
            charts
        );
    }

    private static IEnumerable<string> Notes(ScoreSummary scored, double threshold)
    {
        yield return $"Threshold {Figure.Of(threshold, "G6")} nats: {Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount)} rows are above.";
        var high = ScoreCharts.Range(scored.Sample, threshold).High;
        var beyond = scored.Sample.Count(row => row.Score > high);
        if (beyond > 0)
        {
            yield return $"{Figure.Count(beyond)} scores beyond {Figure.Of(high)} are in the last bar; the highest is {Figure.Of(scored.Sample.Max(row => row.Score), "G6")}.";
        }

        if (!scored.IsWhole)
        {
            yield return $"The charts are of a random sample of {Figure.Count(scored.Sample.Count)} rows; the counts are of all.";
        }

        if (scored.LabelName is { } name && !scored.CanBeRanked)
        {
            yield return scored.LabelsAreOfAnomalies
                ? $"No ranking: all labels in '{name}' are the same."
                : $"No ranking: '{name}' does not say 1 or 0 (true or false) in every row, so it colors the map only.";
        }
    }
}
