using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>
/// The contract of the scores of any detector, in addition to that of any estimator: the statements of the reliability
/// checklist's section C, with their numbers. They follow scikit-learn's checks of outlier detectors.
/// </summary>
/// <remarks>Statement 33, and the parts of 29 and 30 on contamination, need a trainer and are tested elsewhere.</remarks>
public abstract class ScoreContract(ScoreSubject subject, ColumnLayout layout) : EstimatorContract(subject, layout)
{
    private const int SomePlaceInTheMiddle = RowCount / 2;

    protected ScoreSubject Detector { get; } = subject;

    [Statement]
    [Proves(29)]
    public void Statement29_Scores_AreFiniteAndDifferFromRowToRow()
    {
        var scores = Scores(View);

        Assert.That(scores, Has.Length.EqualTo(RowCount), At(29));
        Assert.That(scores.All(float.IsFinite), Is.True, At(29));
        Assert.That(scores.Distinct().Count(), Is.AtLeast(RowCount * 5 / 6), $"{At(29)}, of continuous rows");
    }

    [Statement]
    [Proves(29)]
    public void Statement29_RowFarFromAllOthers_HasTheHighestScore()
    {
        using var far = Layout.Create(Detector.FarRow, 1);

        var score = Scores(Transformer.Transform(far.View)).Single();

        Assert.That(score, Is.GreaterThan(Scores(View).Max()), At(29));
    }

    [Statement]
    [Proves(29)]
    public void Statement29_Label_IsTrueWhereTheScoreIsAboveTheThreshold()
    {
        var scores = Scores(View);
        var threshold = scores.Order().ElementAt(SomePlaceInTheMiddle);
        foreach (var t in new[] { threshold, MathF.BitDecrement(threshold), float.MinValue, float.PositiveInfinity })
        {
            var fitted = Opened(Detector.WithThreshold(t).Fit(Data));
            Assert.That(Detector.ThresholdOf(fitted), Is.EqualTo(t), At(29));
            HoldsLabels(29, fitted, t, "fitted");
        }

        HoldsLabels(29, Transformer, Detector.ThresholdOf(Transformer), "the model's own threshold");
    }

    [Statement]
    [Proves(30)]
    public void Statement30_Threshold_SurvivesSavingAndIsChangedWithoutFitting()
    {
        var changedTo = Scores(View).Order().ElementAt(SomePlaceInTheMiddle);

        var changed = StockThreshold.Change(Loaded, changedTo);
        var again = SavedZip.SaveAndLoad(changed, Data.Schema);

        HoldsLabels(30, Loaded, Detector.ThresholdOf(Transformer), "loaded");
        HoldsLabels(30, changed, changedTo, "changed");
        HoldsLabels(30, again, changedTo, "changed, saved and loaded");
        HoldsLabels(30, Opened(Detector.RestoreBatching(again)), changedTo, "changed and batched again");
    }

    [Statement]
    [Proves(31)]
    public void Statement31_Scores_AreTheSameToTheBitInEveryPassAndFit()
    {
        var scores = Scores(View);

        Assert.That(Scores(View), Is.EqualTo(scores), $"{At(31)}, read again");

        using var few = Layout.Create(Detector.Inputs, 3);
        var fittedElsewhere = Opened(Estimator.Fit(few.View));

        Assert.That(Scores(fittedElsewhere.Transform(Data)), Is.EqualTo(scores), $"{At(31)}, fitted on other rows");
    }

    private void HoldsLabels(int statement, ITransformer transformer, float threshold, string when)
    {
        var view = transformer.Transform(Data);
        object[] labels = [.. ViewRows.Read(view, [view.Schema[Detector.LabelColumn]]).Select(row => row[0])];
        object[] expected = [.. Scores(view).Select(score => (object)(score > threshold))];
        Assert.That(labels, Is.EqualTo(expected), $"{At(statement)}, {when}, threshold {threshold}");
    }

    protected float[] Scores(IDataView view) =>
        [.. ViewRows.Read(view, [view.Schema[Detector.ScoreColumn]]).Select(row => (float)row[0])];
}
