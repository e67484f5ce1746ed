using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The options that are chosen from a table.</summary>
public sealed class TrainerDefaultsTests
{
    [Test]
    public void Fit_Table_ChoosesFromTheNumberOfRowsAndHoldsRowsOut()
    {
        using var model = new VaeTrainer(new() { EpochCount = 1, HiddenDims = [8] }).Fit(
            SomeTable.View(SomeTable.Rows(200)),
            SomeTable.Columns
        );

        var chosen = model.Options;

        Assert.Multiple(() =>
        {
            Assert.That((chosen.BatchSize, chosen.LearningRate, chosen.Beta), Is.EqualTo((128, 2e-3, 0.02)));
            Assert.That(chosen.InputNoise!.Kind, Is.EqualTo(VaeInputNoiseKind.HiddenCells));
            Assert.That(chosen.EarlyStopping!.Patience, Is.EqualTo(125));
            Assert.That(chosen.Likelihood, Is.TypeOf<HistogramLikelihoodOptions>());
            Assert.That(model.TrainingData.ValidationRowCount, Is.EqualTo(20));
            Assert.That(model.TrainingData.Threshold.Source, Is.EqualTo("cross-validation"));
        });
    }

    [TestCase(200, 128, 2e-3, 64)]
    [TestCase(500, 128, 2e-3, 64)]
    [TestCase(501, 128, 2e-3, 128)]
    [TestCase(1_000, 128, 2e-3, 128)]
    [TestCase(1_500, 128, 1e-3 * 1500 / 1125, 128)]
    [TestCase(1_999, 128, 1e-3, 128)]
    [TestCase(2_000, 256, 1e-3, 256)]
    [TestCase(4_000, 256, 2e-3, 256)]
    [TestCase(1_000_000, 256, 3e-3, 256)]
    public void For_RowCount_GivesTheValuesOfItsSize(long rowCount, int batchSize, double learningRate, int width)
    {
        var sized = TrainerDefaults.Tables.For(rowCount);

        Assert.That((sized.BatchSize, sized.LearningRate), Is.EqualTo((batchSize, learningRate)));
        Assert.That(sized.HiddenDims, Is.EqualTo(new[] { width, width }));
    }

    [TestCase(1_999, false, 0.02)]
    [TestCase(1_999, true, 0.05)]
    [TestCase(2_000, false, 0.05)]
    [TestCase(2_000, true, 0.05)]
    public void Beta_OfTables_IsSmallForFewRowsWithoutConditions(long rowCount, bool hasConditions, double expected)
    {
        VaeTrainerOptions options = new() { ConditionColumns = hasConditions ? ["Machine"] : null };

        Assert.That(options.ChosenFor(TrainerDefaults.Tables, 8, rowCount).Beta, Is.EqualTo(expected));
    }

    [TestCase(128, 500)]
    [TestCase(1_000, 94)]
    [TestCase(1_999, 94)]
    [TestCase(10_000, 63)]
    [TestCase(10_000_000, 1)]
    public void EpochCount_RowCount_GivesTheStepsWithinItsLimits(long rowCount, int epochs)
    {
        var batchSize = TrainerDefaults.Tables.For(rowCount).BatchSize;

        Assert.That(TrainerDefaults.Tables.EpochCount(rowCount, batchSize), Is.EqualTo(epochs));
    }

    [Test]
    public void Fit_ManyNumbers_HaveAGaussianLikelihood()
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(i => new Wide { Values = [.. Enumerable.Range(0, 101).Select(j => (float)(i * j))] });
        var data = new MLContext(1).Data.LoadFromEnumerable(rows);

        using var model = new VaeTrainer(new() { EpochCount = 1 }).Fit(data, ["Values"]);

        Assert.That(model.TableColumns!.Single().Bins, Is.Null.Or.Empty);
        Assert.That(model.Options.Likelihood, Is.EqualTo(GaussianLikelihoodOptions.ForTables));
    }

    [Test]
    public void Fit_ValidationData_HoldsNoRowsOut()
    {
        using var model = new VaeTrainer(new() { EpochCount = 1, HiddenDims = [8] }).Fit(
            SomeTable.View(SomeTable.Rows(100)),
            SomeTable.Columns,
            SomeTable.View(SomeTable.Rows(30, seed: 2))
        );

        Assert.That((model.TrainingData.RowCount, model.TrainingData.ValidationRowCount), Is.EqualTo((100L, 30L)));
    }

    private sealed class Wide
    {
        [VectorType(101)]
        public float[] Values { get; set; } = [];
    }
}
