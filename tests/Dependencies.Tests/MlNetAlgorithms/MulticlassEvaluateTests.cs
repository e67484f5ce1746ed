using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class MulticlassEvaluateTests
{
    private readonly MLContext ml = new(seed: 1);

    private static readonly Rows.ScoredClass[] Scored =
    [
        new() { Label = 0, Score = [0.7f, 0.2f, 0.1f] },
        new() { Label = 0, Score = [0.3f, 0.6f, 0.1f] },
        new() { Label = 1, Score = [0.1f, 0.8f, 0.1f] },
        new() { Label = 2, Score = [0.5f, 0.3f, 0.2f] },
    ];

    [Test]
    public void Evaluate_HandMadeScores_GivesAccuracyByDefinition()
    {
        var metrics = Evaluate(Scored);

        Assert.That(metrics.MicroAccuracy, Is.EqualTo(2.0 / 4).Within(1e-9));
    }

    [Test]
    public void Evaluate_HandMadeScores_GivesLogLossInNats()
    {
        var metrics = Evaluate(Scored);

        var logLoss = -(Math.Log(0.7) + Math.Log(0.3) + Math.Log(0.8) + Math.Log(0.2)) / 4;

        Assert.That(metrics.LogLoss, Is.EqualTo(logLoss).Within(1e-6));
    }

    [Test]
    public void Evaluate_MissingLabel_LeavesRowOut()
    {
        var withMissing = Scored.Append(new Rows.ScoredClass { Label = Rows.MissingKey, Score = [1, 0, 0] }).ToArray();

        Assert.That(Evaluate(withMissing).LogLoss, Is.EqualTo(Evaluate(Scored).LogLoss).Within(1e-12));
    }

    [TestCase("Nope", "Score", "Label")]
    [TestCase("Label", "Nope", "Score")]
    public void Evaluate_MissingColumn_NamesItAndItsRole(string label, string score, string role)
    {
        var data = ml.Data.LoadFromEnumerable(Scored);

        Assert.That(
            () => ml.MulticlassClassification.Evaluate(data, label, score),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains($"Nope column '{role}' not found")
        );
    }

    private MulticlassClassificationMetrics Evaluate(Rows.ScoredClass[] rows) =>
        ml.MulticlassClassification.Evaluate(ml.Data.LoadFromEnumerable(rows));
}
