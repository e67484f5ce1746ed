using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Extreme training data: the results stay finite, or a message names the fault.</summary>
public class VaeTrainerEdgeDataTests
{
    private static readonly VaeTrainerOptions BatchNormalized = Some.Options() with
    {
        Network = Some.BatchNormalized(8),
    };

    [Test]
    [Proves(26)]
    public void Fit_OneRowOrOneFeature_Works(
        [Values(1, 2, 17)] int rowCount,
        [Values(1, 3)] int width,
        [Values(0, 4)] int shuffleBufferRows
    )
    {
        float[][] values =
        [
            .. Enumerable.Range(0, rowCount).Select(row => Enumerable.Repeat(row / 17f, width).ToArray()),
        ];
        var options = Some.Options(batchSize: 16) with { Data = new() { ShuffleBufferRows = shuffleBufferRows } };
        using var model = new VaeTrainer(options).Fit(Some.View(width, values), "Features");

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(model), Has.All.Matches<float>(float.IsFinite));
            Assert.That(model.History, Has.Count.EqualTo(3));
            Assert.That(model.TrainingData.RowCount, Is.EqualTo(rowCount));
            Assert.That(model.TrainingData.Threshold.NegativeElbo, Is.Not.NaN);
        });
    }

    [Test]
    [NonParallelizable]
    public void Fit_DefaultTypeIsNotFloat32_IsRefused()
    {
        VaeTrainer trainer = new(Some.Options());
        var view = Some.View(
            1,
            [
                [1],
                [2],
            ]
        );
        using var rows = Some.ToTensor([
            [1],
            [2],
        ]);
        Action[] fits =
        [
            () => trainer.Fit(view, "Features"),
            () => trainer.Fit(view, ["Features"]),
            () => trainer.Fit(rows),
        ];
        set_default_dtype(ScalarType.Float64);
        try
        {
            foreach (var fit in fits)
            {
                Assert.That(
                    fit,
                    Throws
                        .InvalidOperationException.With.Message.Contains("called with Float64")
                        .And.Message.Contains("torch.set_default_dtype(torch.float32)")
                );
            }
        }
        finally
        {
            set_default_dtype(ScalarType.Float32);
        }
    }

    [Test]
    [Proves(28)]
    public void Fit_ConstantColumnsAndDuplicates_GivesFiniteNumbers(
        [ValueSource(typeof(Some), nameof(Some.Likelihoods))] VaeLikelihoodOptions likelihood
    )
    {
        float[][] values = [.. Enumerable.Range(0, 40).Select(row => new[] { 0f, 1f, 0.5f, (row % 2) * 1f })];
        using var rows = Some.ToTensor(values);
        using var model = new VaeTrainer(Some.Options(epochCount: 20, likelihood: likelihood)).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(model), Has.All.Matches<float>(float.IsFinite));
            Assert.That(RowScores.Compute(model.Network, new RowsOfTensor(rows)).Scores.AreFinite, Is.True);
        });
    }

    [Test]
    [Proves(28)]
    public void Fit_ColumnOfRangeHundredThousand_IsDiagnosedAndLearnedWhenStandardized()
    {
        float[][] values = [.. Enumerable.Range(0, 64).Select(row => new[] { row / 64f, (row - 32) * 3125f })];
        var options = Some.Options(likelihood: VaeLikelihoodOptions.GaussianUnitVariance);
        var trainer = new VaeTrainer(options);
        var raw = Some.View(2, values);
        var fast = new VaeTrainer(options with { LearningRate = 1e20, BatchSize = 64 });
        var diagnosis = Assert.Throws<VaeDivergenceException>(() => fast.Fit(raw, "Features"));
        using var bounded = trainer.Fit(raw, "Features");
        var standardize = new MLContext(1).Transforms.NormalizeMeanVariance("Features", fixZero: false);
        using var model = trainer.Fit(standardize.Fit(raw).Transform(raw), "Features");

        Assert.Multiple(() =>
        {
            Assert.That(diagnosis.LargestFeature, Is.EqualTo(100_000));
            Assert.That(diagnosis.Message, Does.Contain("NormalizeMeanVariance"));
            Assert.That(Some.Weights(bounded), Has.All.Matches<float>(float.IsFinite), "bounded log-variances");
            Assert.That(Some.Weights(model), Has.All.Matches<float>(float.IsFinite));
        });
    }

    [Test]
    public void Fit_BatchNormalizationWithOneRowLeftOver_StaysFinite([Values(0, 9)] int shuffleBufferRows)
    {
        var options = BatchNormalized with
        {
            BatchSize = 16,
            Data = new() { ShuffleBufferRows = shuffleBufferRows },
        };
        using var model = new VaeTrainer(options).Fit(Some.View(Some.Values(33)), "Features");

        Assert.That(
            model
                .Network.named_buffers()
                .SelectMany(buffer => TensorValues.Floats(buffer.buffer.to(ScalarType.Float32))),
            Has.All.Matches<float>(float.IsFinite)
        );
    }

    [TestCase(1, 16)]
    [TestCase(5, 1)]
    public void Fit_BatchNormalizationOverSingleRows_SaysWhatToDo(int rowCount, int batchSize)
    {
        using var rows = Some.Rows(rowCount);

        Assert.That(
            () => new VaeTrainer(BatchNormalized with { BatchSize = batchSize }).Fit(rows),
            Throws
                .InvalidOperationException.With.Message.Contains($"BatchSize is {batchSize} and there are {rowCount}")
                .And.Message.Contains("LayerNorm")
        );
    }

    [Test]
    public void Fit_BatchNormalizationOverASingleLabeledRow_SaysWhatToDo()
    {
        var rows = LabeledTable.Rows(40, labelEach: 40);
        var trainer = new VaeTrainer(
            LabeledTable.Options with
            {
                Network = Some.BatchNormalized(8),
                Labels = new SemiSupervisedLabelOptions { ColumnName = "Class" },
            }
        );

        Assert.That(
            () => trainer.Fit(LabeledTable.View(rows), LabeledTable.Columns),
            Throws
                .InvalidOperationException.With.Message.Contains("only 1 training row has a label in column 'Class'")
                .And.Message.Contains("LayerNorm")
        );
    }

    [Test]
    public void Fit_BatchNormalizationWithAVampPrior_SaysWhatToDo([Values(1, 5)] int pseudoInputs)
    {
        using var rows = Some.Rows(40);
        var trainer = new VaeTrainer(
            BatchNormalized with
            {
                Prior = new VampPriorOptions { PseudoInputs = pseudoInputs },
            }
        );

        Assert.That(
            () => trainer.Fit(rows),
            Throws
                .InvalidOperationException.With.Message.Contains("batch normalization")
                .And.Message.Contains("VaePriorOptions.StandardNormal")
                .And.Message.Contains("LayerNorm")
        );
    }

    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    [Proves(27)]
    public void Fit_NotFiniteInATensor_NamesRowAndSlot(float value)
    {
        var values = Some.Values(20);
        values[17][4] = value;
        using var rows = Some.ToTensor(values);

        Assert.That(
            () => new VaeTrainer(Some.Options()).Fit(rows),
            Throws.TypeOf<VaeRowException>().With.Message.Contains("Row 17, slot 4 of 'Features'")
        );
    }
}
