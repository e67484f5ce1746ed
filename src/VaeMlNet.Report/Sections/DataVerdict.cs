namespace VaeMlNet.Report;

/// <summary>Judges whether the data is like the training data.</summary>
internal static class DataVerdict
{
    private const double LargeDistance = 0.3;
    private const double PoorClassifier = 0.8;
    private const double GoodClassifier = 0.6;
    private const double ManyColumns = 0.2;
    private const int FewRows = 30;

    /// <summary>Judges by the columns, the scores and a classifier.</summary>
    public static Verdict Judge(ReportFacts facts, ReportCommands commands)
    {
        var drift = facts.Drift;
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
                $"{DriftSection.Count(facts)} (largest distance {Figure.Fixed(largest.Distance, 2)}: {compared.Column.Name})"
            );
            grade = Worse(grade, drifted == 0, drifted <= ManyColumns * facts.Compared.Count);
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
                    sections,
                    Html.Format($"report on rows that the training did not have.")
                )
            : reasons.Count == 0 && facts.Layout.IsImage
                ? new(
                    VerdictGrade.Unknown,
                    "It is not known whether this data is like the training data: the folder has no calibration scores, and columns of images are not compared.",
                    sections,
                    Html.Format($"export the model again, which writes calibration scores.")
                )
            : reasons.Count == 0
                ? new(
                    VerdictGrade.Unknown,
                    "It is not known whether this data is like the training data: the folder has neither its distributions nor calibration scores, and no training rows were passed.",
                    sections,
                    Html.Format($"compare with the training rows: {commands.Of("report", "--train=TRAIN.csv")}.")
                )
            : facts.Scored.RowCount < FewRows
                ? new(
                    VerdictGrade.Unknown,
                    $"{Figure.Count(facts.Scored.RowCount, "row")} cannot show whether this data is like the training data: {text}.",
                    sections,
                    Html.Format($"report on at least {FewRows} rows.")
                )
            : grade == VerdictGrade.Good ? new(grade, $"This data is like the training data: {text}.", sections)
            : new(
                grade,
                grade == VerdictGrade.Fair
                    ? $"This data differs somewhat from the training data: {text}."
                    : $"This data is not like the training data: {text}.",
                drift.Drifted.Any() ? sections : [.. sections, ("anomalies", "Highest scores")],
                Html.Format(
                    $"{Look(facts)} If new data will look like this, train again with it; until then, take scores and thresholds with care."
                )
            );
    }

    private static string Look(ReportFacts facts) =>
        facts.Drift.Drifted.Any() ? "look at the columns that have drifted."
        : facts.Model.Calibration?.Source == VaeThreshold.TrainingRows
            ? "read the highest scores below. The calibration rows are training rows, so that new rows score higher anyway."
        : "read the highest scores below.";

    private static VerdictGrade Worse(VerdictGrade grade, bool isGood, bool isFair)
    {
        var other =
            isGood ? VerdictGrade.Good
            : isFair ? VerdictGrade.Fair
            : VerdictGrade.Poor;
        return other > grade ? other : grade;
    }
}
