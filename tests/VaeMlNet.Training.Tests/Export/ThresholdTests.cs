using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Thresholds by quantile and by false-positive rate, and the calibration scores beside them (checklist 29 and 30).</summary>
public class ThresholdTests
{
    private readonly float[][] training = Some.Values(200);
    private readonly float[][] validation = Some.Values(60, seed: 8);
    private readonly TemporaryFolder folder = new();
    private TrainedVae model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        using var rows = Some.ToTensor(training);
        using var validationRows = Some.ToTensor(validation);
        model = new VaeTrainer(Some.Options() with { Threshold = new() { FalsePositiveRate = 0.1 } }).Fit(
            rows,
            validationRows
        );
        model.Export(folder["model"], rows);
    }

    [OneTimeTearDown]
    public void Free()
    {
        model.Dispose();
        folder.Dispose();
    }

    [TestCase(VaeScoreKind.NegativeElbo)]
    [TestCase(VaeScoreKind.ReconstructionError)]
    [Proves(29)]
    public void FalsePositiveRate_ValidationRows_ThresholdIsTheConformalOrderStatistic(VaeScoreKind kind)
    {
        var scores = Score(validation, new() { Kind = kind }).GetColumn<float>("Score").Order().ToArray();
        var threshold = VaeModel.ReadManifest(folder["model"]).Threshold;

        Assert.Multiple(() =>
        {
            // The 55th smallest of 60: ceil(61 * 0.9).
            Assert.That(threshold.Value(kind), Is.EqualTo(scores[54]).Within(1e-4));
            Assert.That(
                (threshold.Rule, threshold.Rows, threshold.Source),
                Is.EqualTo((VaeThreshold.ByFalsePositiveRate, 60L, "validation"))
            );
            Assert.That(threshold.Quantile, Is.EqualTo(0.9).Within(1e-12));
        });
    }

    [TestCase(VaeScoreKind.NegativeElbo)]
    [TestCase(VaeScoreKind.ReconstructionError)]
    public void PValues_ValidationRows_AreTheirOwnRanks(VaeScoreKind kind)
    {
        var view = Score(validation, new() { Kind = kind, PValueColumnName = "P" });
        var pValues = view.GetColumn<float>("P").Order().ToArray();
        for (var i = 0; i < pValues.Length; i++)
        {
            // The row itself is among the rows that score as high; up to a rank, as ONNX Runtime rounds otherwise than TorchSharp.
            Assert.That(pValues[i] * 61, Is.EqualTo(i + 2).Within(1.01), $"place {i}");
        }
    }

    [TestCase(0.5)]
    [TestCase(0.9)]
    [Proves(29)]
    public void Quantile_Given_ThresholdIsThatQuantile(double quantile)
    {
        using var rows = Some.ToTensor(training);
        var options = Some.Options(epochCount: 1) with { Threshold = new() { Quantile = quantile } };
        using var trained = new VaeTrainer(options).Fit(rows);
        var scores = RowScores.Compute(trained.Network, new RowsOfTensor(rows));
        var threshold = trained.TrainingData.Threshold;

        Assert.Multiple(() =>
        {
            Assert.That(
                threshold.NegativeElbo,
                Is.EqualTo(Quantile.Compute(scores.Scores[VaeScoreKind.NegativeElbo], quantile))
            );
            Assert.That(
                threshold.ReconstructionError,
                Is.EqualTo(Quantile.Compute(scores.Scores[VaeScoreKind.ReconstructionError], quantile))
            );
            Assert.That((threshold.Rule, threshold.Quantile), Is.EqualTo((VaeThreshold.ByQuantile, quantile)));
            Assert.That(trained.TrainingData.Calibration!.Source, Is.EqualTo("training"));
        });
    }

    [Test]
    [Proves(30)]
    public void Checkpoint_SavedAndLoaded_KeepsThresholdAndCalibration()
    {
        model.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["again"], Some.ToTensor(training));

        Assert.Multiple(() =>
        {
            Assert.That(loaded.TrainingData.Threshold, Is.EqualTo(model.TrainingData.Threshold));
            Assert.That(
                File.ReadAllText(folder["again", "calibration.json"]),
                Is.EqualTo(File.ReadAllText(folder["model", "calibration.json"]))
            );
        });
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(double.NaN)]
    [Proves(30)]
    public void Threshold_OutsideOfItsRange_IsRefused(double value)
    {
        Refuses(new() { Quantile = value }, "VaeTrainerOptions.Threshold.Quantile");
        Refuses(new() { FalsePositiveRate = value }, "VaeTrainerOptions.Threshold.FalsePositiveRate");
        Refuses(new() { Contamination = value }, "VaeTrainerOptions.Threshold.Contamination");
    }

    [Test]
    [Proves(30)]
    public void Threshold_TwoRules_AreRefusedByName()
    {
        Assert.That(
            () =>
                new VaeTrainer(
                    new()
                    {
                        Threshold = new() { Quantile = 0.9, FalsePositiveRate = 0.1 },
                    }
                ),
            Throws
                .ArgumentException.With.Message.Contains("Threshold.Quantile is 0.9")
                .And.Message.Contains("Threshold.FalsePositiveRate is 0.1")
        );
        Assert.That(
            () =>
                new VaeTrainer(
                    new()
                    {
                        Contamination = 0.1,
                        Threshold = new() { Quantile = 0.9 },
                    }
                ),
            Throws.ArgumentException.With.Message.Contains("Contamination").And.Message.Contains("Threshold")
        );
    }

    [Test]
    public void FalsePositiveRate_WithoutValidationRows_IsRefused() =>
        Assert.That(
            () =>
                new VaeTrainer(Some.Options() with { Threshold = new() { FalsePositiveRate = 0.1 } }).Fit(
                    Some.Rows(40)
                ),
            Throws.InvalidOperationException.With.Message.Contains("FalsePositiveRate needs validation rows")
        );

    [Test]
    public void FalsePositiveRate_TooFewValidationRows_SaysHowManyItTakes() =>
        Assert.That(
            () =>
                new VaeTrainer(Some.Options() with { Threshold = new() { FalsePositiveRate = 0.01 } }).Fit(
                    Some.Rows(40),
                    Some.Rows(98)
                ),
            Throws
                .InvalidOperationException.With.Message.Contains("at least 99")
                .And.Message.Contains("98 to validate on")
        );

    private static void Refuses(VaeThresholdOptions threshold, string name) =>
        Assert.That(
            () => new VaeTrainer(Some.Options() with { Threshold = threshold }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(name)
        );

    private IDataView Score(float[][] rows, VaeScoreOptions options)
    {
        var view = Some.View(rows);
        return new MLContext(1)
            .Transforms.VaeScore("Score", "Features", folder["model"], options)
            .Fit(view)
            .Transform(view);
    }
}
