namespace VaeMlNet.Report;

/// <summary>Judges whether the scores find anomalies, and what the threshold reports.</summary>
/// <param name="scored">The scores.</param>
/// <param name="rule">The rule of the threshold.</param>
/// <param name="threshold">The threshold.</param>
/// <param name="commands">The commands on the model and the data.</param>
internal sealed class ScoreVerdict(ScoreSummary scored, VaeThreshold rule, double threshold, ReportCommands commands)
{
    private const double GoodArea = 0.9;
    private const double PoorArea = 0.7;
    private const double ManyTimes = 3;

    private static readonly (string, string)[] Sections = [("scores", "Scores")];

    /// <summary>Judges by the labels, or without them by the share of rows above the threshold.</summary>
    /// <param name="ranking">How well the scores rank labeled anomalies; null without such labels.</param>
    public Verdict Judge(RankingQuality? ranking) =>
        ranking is null
            ? WithoutRanking()
            : WithLabels(
                ranking,
                "",
                commands.IsOfImages
                    ? Html.Format(
                        $"train on images without anomalies that look like these, or for more epochs (<code>--epochs</code>)."
                    )
                    : Html.Format(
                        $"see whether a simple detector is better on these rows with {commands.Of("compare", LabelColumn!, "--tasks=scores")}; if one is, export it."
                    ),
                LabelColumn is { } labels
                    ? Html.Format(
                        $"to find more or to report less, set the threshold with the best F1 score by {commands.Of("threshold", labels)}, or move the slider of the scores to see other choices."
                    )
                    : Html.Format(
                        $"to find more or to report less, choose a threshold with the slider of the scores, and set it by the share of images above it with {commands.Of("threshold", "--contamination=SHARE")}."
                    )
            );

    /// <summary>Judges the scores of time series by the labels.</summary>
    /// <param name="ranking">How well the scores rank labeled anomalies.</param>
    /// <param name="areAway">Whether the normal rows have no anomaly in their windows.</param>
    public Verdict OfSeries(RankingQuality ranking, bool areAway) =>
        WithLabels(
            ranking,
            areAway
                ? ", where rows with an anomaly in their windows do not count as normal"
                : ", where all normal rows have an anomaly in their windows, and so scores of anomalies, too",
            Html.Format(
                $"train on rows without anomalies that look like these, or with another number of rows in a window (<code>--window</code>)."
            ),
            Html.Format(
                $"to find more or to report less, set another threshold from the rows without anomalies with {commands.Of("threshold", LabelColumn!, "--false-positive-rate=0.01")}, or move the slider of the scores to see other choices."
            )
        );

    /// <summary>Judges the share of rows of time series above the threshold.</summary>
    /// <param name="areAway">Whether the normal rows have no anomaly in their windows.</param>
    public Verdict OfShareAbove(bool areAway)
    {
        // Labeled anomalies should be above the threshold.
        var share = scored.CanBeRanked ? ShareAbove(Labeled(isAnomaly: false)) : scored.ShareAboveThreshold;
        var rows =
            !scored.CanBeRanked ? "rows"
            : areAway ? "normal rows without an anomaly in their windows"
            : "normal rows";
        var expected = 1 - rule.Quantile;
        var times = share / expected;
        return times > ManyTimes
            ? new(
                VerdictGrade.Fair,
                $"This data differs from the training data, or has many anomalies: {Figure.Percent(share)} of the {rows} are above the threshold, {Figure.Number(times, 2)} times the {Figure.Percent(expected)} that it was set for.",
                [("segments", "Segments")],
                Html.Format(
                    $"look at the segments below. If they are normal, set the threshold from normal rows with {commands.OfNormalRows("threshold", "--false-positive-rate=0.01")}."
                )
            )
            : new(
                VerdictGrade.Good,
                $"This data is like the training data: {Figure.Percent(share)} of the {rows} are above the threshold, which was set for {Figure.Percent(expected)}.",
                [("segments", "Segments")]
            );
    }

    private Verdict WithoutRanking()
    {
        var expected = 1 - rule.Quantile;
        var times = scored.ShareAboveThreshold / expected;
        var isMany = times > ManyTimes && scored.AboveThreshold > 1;
        var above =
            $"{Figure.Count(scored.AboveThreshold)} of {Figure.Count(scored.RowCount, "row")} ({Figure.Percent(scored.ShareAboveThreshold)}) are above the threshold of {Figure.Number(threshold)} nats";
        var comparison = isMany
            ? $"{above}, {Figure.Number(times, 2)} times the {Figure.Percent(expected)} that it was set for."
            : $"{above}, which was set for {Figure.Percent(expected)}.";
        var grade = isMany ? VerdictGrade.Fair : VerdictGrade.Unknown;
        var fromNormalRows = commands.OfNormalRows("threshold", "--false-positive-rate=0.01");
        var measure = commands.Of("report", commands.NewLabels);
        if (scored.LabelsAreOfAnomalies)
        {
            return scored.Anomalies == 0
                ? new(
                    grade,
                    $"All rows are labeled normal: {comparison}",
                    Sections,
                    Html.Format(
                        $"the rows above the threshold are false alarms. For another share of them, set the threshold from normal rows with {fromNormalRows}."
                    )
                )
                : new(
                    VerdictGrade.Unknown,
                    $"All rows are labeled as anomalies: {above}. This is the share of anomalies that it finds.",
                    Sections,
                    Html.Format(
                        $"to see how many normal rows are above the threshold, too, add rows that are labeled normal, and measure the scores with {measure}."
                    )
                );
        }

        return isMany
            ? new(
                grade,
                comparison,
                Sections,
                Html.Format(
                    $"read the highest scores below. If most are anomalies, the threshold does its work. If they are normal, the data has changed or the threshold is too low: set it from normal rows with {fromNormalRows}."
                )
            )
            : new(
                grade,
                $"{comparison} Whether they are anomalies is not known without labels.",
                Sections,
                Html.Format(
                    $"read the highest scores below, and stop where rows are normal. If you know some anomalies, {HowToLabel}, and measure the scores with {measure}."
                )
            );
    }

    private Verdict WithLabels(RankingQuality ranking, string condition, Html remedy, Html otherThreshold)
    {
        var anomalies = Labeled(isAnomaly: true);
        var (grade, separate) =
            ranking.AreaUnderRoc >= GoodArea ? (VerdictGrade.Good, "separate anomalies from normal rows well")
            : ranking.AreaUnderRoc >= PoorArea ? (VerdictGrade.Fair, "separate anomalies from normal rows in part")
            : (VerdictGrade.Poor, "hardly separate anomalies from normal rows");
        return new(
            grade,
            $"The scores {separate}{condition}: AUROC {Figure.Fixed(ranking.AreaUnderRoc, 3)}; the threshold finds {Figure.Percent(ShareAbove(anomalies))} of the {Figure.Count(anomalies.Length)} anomalies, and reports {Figure.Percent(ShareAbove(Labeled(isAnomaly: false)))} of the normal rows.",
            Sections,
            grade == VerdictGrade.Good ? otherThreshold : remedy
        );
    }

    private string HowToLabel =>
        commands.PictureShape is null
            ? "label them 1 and the other rows 0"
            : "move them into a subfolder yes and the other pictures into a subfolder no";

    private string? LabelColumn => commands.LabelColumn(scored.LabelName ?? "");

    private ScoredRow[] Labeled(bool isAnomaly) => [.. scored.Rows.Where(row => row.IsAnomaly == isAnomaly)];

    private double ShareAbove(ScoredRow[] rows) => rows.Count(row => row.Score > threshold) / (double)rows.Length;
}
