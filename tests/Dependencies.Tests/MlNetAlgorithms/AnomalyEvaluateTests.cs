using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class AnomalyEvaluateTests
{
    private readonly MLContext ml = new(seed: 1);

    private static Rows.ScoredAnomaly Row(float label, float score) => new() { Label = label, Score = score };

    [Test]
    public void Evaluate_HandMadeScores_GivesShareOfOrderedPairs()
    {
        // Of 2 x 3 pairs, 4 are ordered right and one is a tie.
        var metrics = Evaluate(Row(1, 0.9f), Row(0, 0.5f), Row(1, 0.5f), Row(0, 0.7f), Row(0, 0.1f));

        Assert.That(metrics.AreaUnderRocCurve, Is.EqualTo(4.5 / 6).Within(1e-9));
    }

    [Test]
    public void Evaluate_PerfectScores_FindsAllAnomalies()
    {
        var metrics = Evaluate(Row(1, 3), Row(1, 2), Row(0, 1), Row(0, 0));

        Assert.That(metrics.AreaUnderRocCurve, Is.EqualTo(1).Within(1e-9));
        Assert.That(metrics.DetectionRateAtFalsePositiveCount, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Evaluate_FalsePositiveCount_CountsAnomaliesAboveIt()
    {
        var rows = new[] { Row(1, 9), Row(0, 8), Row(1, 7), Row(0, 6), Row(1, 5), Row(0, 4), Row(0, 3), Row(0, 2) };

        var metrics = ml.AnomalyDetection.Evaluate(ml.Data.LoadFromEnumerable(rows), falsePositiveCount: 1);

        Assert.That(metrics.DetectionRateAtFalsePositiveCount, Is.EqualTo(2.0 / 3).Within(1e-9));
    }

    [Test]
    public void Evaluate_NanLabelOrScore_LeavesRowOut()
    {
        var metrics = Evaluate(Row(1, 1), Row(0, 0), Row(float.NaN, 5), Row(0, float.NaN));

        Assert.That(metrics.AreaUnderRocCurve, Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Evaluate_BooleanLabel_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { Row(1, 1), Row(0, 0) });

        Assert.That(
            () => ml.AnomalyDetection.Evaluate(data, labelColumnName: "BooleanLabel"),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    "Schema mismatch for label column 'BooleanLabel': expected Single or a Key with cardinality 2, got Boolean (Parameter 'schema')"
                )
        );
    }

    [Test]
    public void Evaluate_DoubleScore_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable(new[] { Row(1, 1), Row(0, 0) });

        Assert.That(
            () => ml.AnomalyDetection.Evaluate(data, scoreColumnName: "DoubleScore"),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'DoubleScore'")
        );
    }

    [TestCase(1, "PosSample", "negative", "NegSample")]
    [TestCase(0, "NegSample", "positive", "PosSample")]
    public void Evaluate_OneClassOnly_IsRefused(float label, string other, string missing, string parameter)
    {
        Assert.That(
            () => Evaluate(Row(label, 1), Row(label, 0)),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.EqualTo(
                    $"AUC is not defined when there is no {missing} class in the data (Parameter '{parameter}')"
                )
                .And.Message.Not.Contain(other)
        );
    }

    [TestCase("Nope", "Score", "PredictedLabel", "Label")]
    [TestCase("Label", "Nope", "PredictedLabel", "Score")]
    [TestCase("Label", "Score", "Nope", "PredictedLabel")]
    public void Evaluate_MissingColumn_NamesItAndItsRole(string label, string score, string predictedLabel, string role)
    {
        var data = ml.Data.LoadFromEnumerable(new[] { Row(1, 1), Row(0, 0) });

        Assert.That(
            () => ml.AnomalyDetection.Evaluate(data, label, score, predictedLabel),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"Nope column '{role}' not found")
        );
    }

    private AnomalyDetectionMetrics Evaluate(params Rows.ScoredAnomaly[] rows) =>
        ml.AnomalyDetection.Evaluate(ml.Data.LoadFromEnumerable(rows));
}
