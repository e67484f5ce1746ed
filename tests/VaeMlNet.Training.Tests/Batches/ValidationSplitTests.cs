using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ValidationSplitTests
{
    [TestCase(0.25, 40, 10)]
    [TestCase(0.01, 40, 1)]
    [TestCase(0.5, 3, 2)]
    public void Fit_ValidationShare_SetsRowsAside(double share, int rowCount, int expected)
    {
        using var rows = Some.Rows(rowCount);
        using var model = new VaeTrainer(Options(share)).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(model.TrainingData.ValidationRowCount, Is.EqualTo(expected));
            Assert.That(model.TrainingData.RowCount, Is.EqualTo(rowCount - expected));
            Assert.That(model.TrainingData.Threshold.Source, Is.EqualTo("validation"));
            Assert.That(model.History.Select(epoch => epoch.Validation), Has.None.Null);
        });
    }

    [Test]
    public void Prepare_ValidationShare_SplitsTheRowsByTheSeedWithoutOverlap()
    {
        using var scope = NewDisposeScope();
        var (training, validation) = Split(seed: 1);
        var (_, again) = Split(seed: 1);
        var (_, other) = Split(seed: 2);

        Assert.Multiple(() =>
        {
            Assert.That(training.Concat(validation).Order(), Is.EqualTo(Enumerable.Range(0, 50).Select(i => (float)i)));
            Assert.That(again, Is.EqualTo(validation));
            Assert.That(other, Is.Not.EqualTo(validation));
        });
    }

    [Test]
    public void Fit_SplitWithWeights_KeepsEachRowsWeight()
    {
        using var scope = NewDisposeScope();
        var features = arange(50, ScalarType.Float32).view(50, 1);
        float[] weights = [.. Enumerable.Range(1, 50).Select(i => (float)i)];
        var options = Options(0.5);
        var rows = new GivenRows(new RowsOfTensor(features)) { Weights = weights };
        var data = InMemoryData.Prepare("x", Values(options), rows, options);
        using var generator = new Generator(1);
        var batch = data.OpenEpoch(1, generator).Next(25);
        var factor = TensorValues.Floats(batch.Weights! / (batch.Features.view(-1) + 1));

        Assert.Multiple(() =>
        {
            Assert.That(factor, Is.All.EqualTo(factor[0]).Within(1e-6));
            Assert.That(batch.Weights!.mean().item<float>(), Is.EqualTo(1).Within(1e-5));
        });
    }

    [Test]
    public void Fit_ShareThatLeavesNothing_ReportsIt([Values(0, 8)] int shuffleBufferRows)
    {
        var options = Options(0.9);
        options = options with { Data = options.Data with { ShuffleBufferRows = shuffleBufferRows } };

        Assert.That(
            () => new VaeTrainer(options).Fit(Some.View(Some.Values(1)), "Features"),
            Throws.InvalidOperationException.With.Message.Contains("ValidationShare is 0.9, but of 1 rows")
        );
    }

    [Test]
    public void Fit_ShareAndValidationData_AreNotBothTaken()
    {
        using var rows = Some.Rows(8);

        Assert.That(
            () => new VaeTrainer(Options(0.5)).Fit(rows, rows),
            Throws.ArgumentException.With.Message.Contains("ValidationShare")
        );
    }

    private static (float[] Training, float[] Validation) Split(int seed)
    {
        var features = arange(50, ScalarType.Float32).view(50, 1);
        var options = Options(0.3) with { Seed = seed };
        var data = InMemoryData.Prepare("x", Values(options), new(new RowsOfTensor(features)), options);
        return (TensorValues.Floats(data.Sample.CopyTo(CPU)), TensorValues.Floats(data.Validation!.CopyTo(CPU)));
    }

    private static FeatureValues Values(VaeTrainerOptions options) =>
        new(options.LikelihoodOrDefault.SlotGroups, "'x'");

    private static VaeTrainerOptions Options(double share) =>
        Some.Options() with
        {
            Data = new() { ValidationShare = share },
        };
}
