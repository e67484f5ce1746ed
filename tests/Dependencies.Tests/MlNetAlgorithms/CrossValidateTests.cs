using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

public class CrossValidateTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void CrossValidate_ThreeFolds_GivesForEachTheMetricsOfItsOwnModelOnItsHoldOutRows()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(90));
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0);

        var results = ml.MulticlassClassification.CrossValidate(data, trainer, numberOfFolds: 3, seed: 5);

        var splits = ml.Data.CrossValidationSplit(data, numberOfFolds: 3, seed: 5);

        Assert.That(results.Select(result => result.Fold), Is.EqualTo(new[] { 0, 1, 2 }));

        foreach (var result in results)
        {
            var split = splits[result.Fold];
            var expected = ml.MulticlassClassification.Evaluate(trainer.Fit(split.TrainSet).Transform(split.TestSet));
            Assert.That(result.Metrics.MicroAccuracy, Is.EqualTo(expected.MicroAccuracy));
            Assert.That(result.Metrics.LogLoss, Is.EqualTo(expected.LogLoss).Within(1e-6));
            var again = ml.MulticlassClassification.Evaluate(result.ScoredHoldOutSet);
            Assert.That(again.MicroAccuracy, Is.EqualTo(expected.MicroAccuracy));
            Assert.That(result.Model.GetOutputSchema(data.Schema).Select(column => column.Name), Does.Contain("Score"));
        }

        var heldOut = results.Sum(result => result.ScoredHoldOutSet.GetColumn<float>("Weight").Count());

        Assert.That(heldOut, Is.EqualTo(90));
    }

    [Test]
    public void CrossValidate_LabelOfAnotherName_IsEvaluatedAgainst()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(60));
        var pipeline = ml
            .Transforms.CopyColumns("Class", "Label")
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Class", l1Regularization: 0));

        var results = ml.MulticlassClassification.CrossValidate(data, pipeline, 2, "Class", seed: 1);

        Assert.That(results.Select(result => result.Metrics.MicroAccuracy), Has.All.GreaterThan(0.4));
    }

    [TestCase(null)]
    [TestCase(7)]
    public void CrossValidate_WithoutSeed_SplitsAsCrossValidationSplitDoesWithoutSeed(int? contextSeed)
    {
        var context = new MLContext(contextSeed);
        var data = context.Data.LoadFromEnumerable(Rows.ThreeClasses(60));
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy();

        var results = context.MulticlassClassification.CrossValidate(data, trainer, numberOfFolds: 3);

        var splits = context.Data.CrossValidationSplit(data, numberOfFolds: 3);
        foreach (var result in results)
        {
            Assert.That(Weights(result.ScoredHoldOutSet), Is.EqualTo(Weights(splits[result.Fold].TestSet)));
        }

        static float[] Weights(IDataView view) => [.. view.GetColumn<float>("Weight")];
    }

    [Test]
    public void CrossValidate_OneFold_IsRefused()
    {
        var data = ml.Data.LoadFromEnumerable(Rows.ThreeClasses(20));
        var trainer = ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0);

        Assert.That(
            () => ml.MulticlassClassification.CrossValidate(data, trainer, numberOfFolds: 1, seed: 1),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("Must be more than 1")
        );
    }
}
