namespace VaeMlNet.Report;

/// <summary>The answer to one question about the model and the data, in one sentence.</summary>
/// <param name="Grade">How good the answer is.</param>
/// <param name="Sentence">The answer, with the figures that it rests on.</param>
/// <param name="Sections">The sections with the details: their ids and titles.</param>
internal sealed record Verdict(VerdictGrade Grade, string Sentence, IReadOnlyList<(string Id, string Title)> Sections)
{
    private const double GoodArea = 0.9;
    private const double PoorArea = 0.7;
    private const double FewLatents = 0.25;
    private const double ManyTimes = 3;
    private const double LargeDistance = 0.3;
    private const double PoorClassifier = 0.8;
    private const double GoodClassifier = 0.6;
    private const double ManyColumns = 0.2;
    private const int FewRows = 30;

    /// <summary>Judges the training, the scores and the data.</summary>
    public static IReadOnlyList<Verdict> Judge(ReportFacts facts) =>
        [
            OfTraining(facts),
            OfScores(
                facts.Scored,
                facts.Ranking,
                facts.Model.Manifest.Threshold,
                facts.Model.Manifest.Threshold.NegativeElbo
            ),
            OfData(facts.Drift, facts.Compared.Count, facts.Scored.RowCount),
        ];

    /// <summary>Creates the list of verdicts.</summary>
    public static Html List(IEnumerable<Verdict> verdicts) =>
        Html.Format($"<ul class=\"verdicts\">\n{Html.Join(verdicts.Select(verdict => verdict.ToHtml()))}</ul>\n");

    /// <summary>Judges whether the training converged, in a sentence without its end.</summary>
    public static (VerdictGrade Grade, string Clause) OfConvergence(TrainingCourse? course)
    {
        if (course is not { HasCurves: true })
        {
            return (
                VerdictGrade.Unknown,
                course is null
                    ? "It is not known whether the training converged, because the folder has no history"
                    : "The training had one epoch, which does not show whether it converged"
            );
        }

        var loss = course.IsValidated ? "validation loss" : "training loss";
        var last =
            $"in the last {Figure.Count(course.LastCount, "epoch")} of {Figure.Count(course.History.Epochs.Count)}";
        var fell =
            $"{last}, the {loss} fell by {Figure.Number(course.LastDecrease, 3)} nats, {Figure.Percent(course.LastDecreaseShare)} of its whole decrease";
        return course.Overfits
                ? (
                    VerdictGrade.Fair,
                    $"The model overfits: its validation loss is {Figure.Number(course.IncreaseAfterBest, 3)} nats above that of epoch {course.History.BestEpoch}"
                )
            : course.StillFalls ? (VerdictGrade.Poor, $"The training has not converged: {fell}")
            : course.LastDecrease <= 0
                ? (VerdictGrade.Good, $"The training has converged: {last}, the {loss} fell no further")
            : (VerdictGrade.Good, $"The training has converged: {fell}");
    }

    /// <summary>Judges whether the scores separate rows.</summary>
    /// <param name="scored">The scores.</param>
    /// <param name="ranking">How well they rank labeled anomalies; null without such labels.</param>
    /// <param name="rule">The rule of the threshold.</param>
    /// <param name="threshold">The threshold.</param>
    public static Verdict OfScores(ScoreSummary scored, RankingQuality? ranking, VaeThreshold rule, double threshold)
    {
        (string, string)[] sections = [("scores", "Scores")];
        var share = (double)scored.AboveThreshold / scored.RowCount;
        if (ranking is null)
        {
            var highest = scored.Top.Count > 0 ? scored.Top[0].Score : double.NaN;
            return new(
                VerdictGrade.Unknown,
                $"Without labels of anomalies, it is not known whether the scores find them: {Figure.Percent(share)} of the rows are above the threshold, which was set for {Figure.Percent(1 - rule.Quantile)}, and the highest score is {Figure.Number(highest)} against a threshold of {Figure.Number(threshold)} nats.",
                sections
            );
        }

        var anomalies = scored.Sample.Where(row => row.IsAnomaly == true).ToArray();
        var normal = scored.Sample.Where(row => row.IsAnomaly == false).ToArray();
        double Above(ScoredRow[] rows) => rows.Count(row => row.Score > threshold) / (double)rows.Length;
        var (grade, separate) =
            ranking.AreaUnderRoc >= GoodArea ? (VerdictGrade.Good, "separate anomalies from normal rows well")
            : ranking.AreaUnderRoc >= PoorArea ? (VerdictGrade.Fair, "separate anomalies from normal rows in part")
            : (VerdictGrade.Poor, "hardly separate anomalies from normal rows");
        return new(
            grade,
            $"The scores {separate}: AUROC {Figure.Fixed(ranking.AreaUnderRoc, 3)}; the threshold finds {Figure.Percent(Above(anomalies))} of the {Figure.Count(anomalies.Length)} anomalies, and reports {Figure.Percent(Above(normal))} of the normal rows.",
            sections
        );
    }

    private static Verdict OfTraining(ReportFacts facts)
    {
        var (grade, converged) = OfConvergence(facts.Training);
        var active = facts.Latents.Count(latent => latent.IsActive);
        var share = (double)active / facts.Latents.Count;
        grade = share < FewLatents ? VerdictGrade.Poor : grade;
        var used = active == 0 ? "none of" : $"{active} of";
        return new(
            grade,
            $"{converged}; {used} {Figure.Count(facts.Latents.Count, "latent")} {(active == 1 ? "is" : "are")} used, with {Figure.Number(facts.Latents.Sum(latent => latent.Kl), 3)} nats of KL divergence per row.",
            [("training", "Training"), ("latents", "Use of each latent")]
        );
    }

    private static Verdict OfData(DataDrift drift, int columnCount, long rowCount)
    {
        (string, string)[] sections = [("drift", "Drift")];
        List<string> reasons = [];
        var grade = VerdictGrade.Good;
        if (drift.Classifier is { } classifier)
        {
            reasons.Add(
                $"a classifier tells these rows from training rows with AUROC {Figure.Fixed(classifier.Area, 3)}, where 0.5 is chance"
            );
            grade = Worse(
                grade,
                classifier.PValue > DataDrift.Significance || classifier.Area < GoodClassifier,
                classifier.Area < PoorClassifier
            );
        }

        if (drift.Columns.Count > 0)
        {
            var drifted = drift.Drifted.Count();
            var (compared, largest) = drift.Columns[0];
            reasons.Add(
                $"{(drifted == 0 ? "none" : Figure.Count(drifted))} of {Figure.Count(drift.Columns.Count, "column")} {(drifted is 0 or 1 ? "has" : "have")} drifted (largest distance {Figure.Fixed(largest.Distance, 2)}: {NameOf(compared)})"
            );
            grade = Worse(grade, drifted == 0, drifted <= ManyColumns * columnCount);
        }

        if (drift.Scores is { } scores)
        {
            reasons.Add(
                scores.AreSameRows
                    ? "its scores are those of the calibration rows, because these seem to be the same rows"
                : scores.AreHigher
                    ? $"its scores are higher than those of the calibration rows (distance {Figure.Fixed(scores.Distance, 2)})"
                : $"its scores are lower than those of the calibration rows (distance {Figure.Fixed(scores.Distance, 2)}), as those of training rows are"
            );
            grade = Worse(
                grade,
                !scores.AreHigher
                    || scores.PValue > DataDrift.Significance
                    || scores.Distance < DataDrift.LeastDistance,
                scores.Distance < LargeDistance
            );
        }

        var text = string.Join(", and ", reasons);
        return reasons.Count == 1 && drift.Scores is { AreSameRows: true }
                ? new(
                    VerdictGrade.Unknown,
                    "It is not known whether new data would be like the training data: these rows seem to be the calibration rows, so that their scores cannot differ.",
                    sections
                )
            : reasons.Count == 0
                ? new(
                    VerdictGrade.Unknown,
                    "It is not known whether this data is like the training data: the folder has neither its distributions nor calibration scores, and no training rows were passed.",
                    sections
                )
            : rowCount < FewRows
                ? new(
                    VerdictGrade.Unknown,
                    $"{Figure.Count(rowCount, "row")} cannot show whether this data is like the training data: {text}.",
                    sections
                )
            : grade == VerdictGrade.Good ? new(grade, $"This data is like the training data: {text}.", sections)
            : grade == VerdictGrade.Fair
                ? new(grade, $"This data differs somewhat from the training data: {text}.", sections)
            : new(grade, $"This data is not like the training data: {text}.", sections);
    }

    /// <summary>Returns the name of the column whose difference is described.</summary>
    public static string NameOf(ColumnComparison compared) => compared.Column.DateSchema?.Name ?? compared.Column.Name;

    /// <summary>Judges the share of rows of time series above the threshold.</summary>
    public static Verdict OfShareAbove(ScoreSummary scored, VaeThreshold rule, double threshold)
    {
        // Labeled anomalies should be above the threshold.
        ScoredRow[] normal = [.. scored.Sample.Where(row => row.IsAnomaly == false)];
        var share = scored.CanBeRanked
            ? normal.Count(row => row.Score > threshold) / (double)normal.Length
            : (double)scored.AboveThreshold / scored.RowCount;
        var rows = scored.CanBeRanked ? "rows that are labeled normal" : "rows";
        var expected = 1 - rule.Quantile;
        var times = share / expected;
        return new(
            times > ManyTimes ? VerdictGrade.Fair : VerdictGrade.Good,
            times > ManyTimes
                ? $"This data differs from the training data, or has many anomalies: {Figure.Percent(share)} of the {rows} are above the threshold, {Figure.Number(times, 2)} times the {Figure.Percent(expected)} that it was set for."
                : $"This data is like the training data: {Figure.Percent(share)} of the {rows} are above the threshold, which was set for {Figure.Percent(expected)}.",
            [("segments", "Segments")]
        );
    }

    private static VerdictGrade Worse(VerdictGrade grade, bool isGood, bool isFair)
    {
        var other =
            isGood ? VerdictGrade.Good
            : isFair ? VerdictGrade.Fair
            : VerdictGrade.Poor;
        return grade == VerdictGrade.Poor || other == VerdictGrade.Poor ? VerdictGrade.Poor
            : grade == VerdictGrade.Fair || other == VerdictGrade.Fair ? VerdictGrade.Fair
            : VerdictGrade.Good;
    }

    private Html ToHtml()
    {
        var links = Sections.Select(section => Html.Format($" <a href=\"#{section.Id}\">{section.Title}</a>"));
        var (style, word) = Grade switch
        {
            VerdictGrade.Good => ("good", "Good"),
            VerdictGrade.Fair => ("fair", "Look closer"),
            VerdictGrade.Poor => ("poor", "Problem"),
            _ => ("unknown", "Not known"),
        };
        return Html.Format(
            $"<li class=\"{style}\"><span class=\"grade\">{word}</span><span>{Sentence}{Html.Join(links)}</span></li>\n"
        );
    }
}

/// <summary>The grades of an answer.</summary>
internal enum VerdictGrade
{
    /// <summary>There is not enough data for an answer.</summary>
    Unknown,

    /// <summary>The result is as it should be.</summary>
    Good,

    /// <summary>The result needs a look.</summary>
    Fair,

    /// <summary>The result is a problem.</summary>
    Poor,
}
