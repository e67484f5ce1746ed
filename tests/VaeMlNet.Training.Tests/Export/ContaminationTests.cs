using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Thresholds by the share of training rows that are anomalies (checklist 29 and 30).</summary>
public class ContaminationTests
{
    private static readonly float[][] Rows = Some.Values(300);

    [TestCase(VaeScoreKind.NegativeElbo, 0.1, 30)]
    [TestCase(VaeScoreKind.ReconstructionError, 0.1, 30)]
    [TestCase(VaeScoreKind.NegativeElbo, 0.5, 150)]
    [TestCase(VaeScoreKind.NegativeElbo, 0.001, 0)]
    [Proves(29)]
    public void Contamination_TrainingRowsScored_ExactlyItsShareIsLabeled(
        VaeScoreKind kind,
        double contamination,
        int expected
    )
    {
        using var folder = new TemporaryFolder();
        Train(folder["model"], contamination);
        var ml = new MLContext(1);
        var step = ml.Transforms.VaeScore("Score", "Features", folder["model"], new() { Kind = kind });
        var view = Some.View(Rows);
        using var transformer = step.Fit(view);
        var labels = transformer.Transform(view).GetColumn<bool>("PredictedLabel");

        Assert.That(labels.Count(label => label), Is.EqualTo(expected));
    }

    [Test]
    public void Contamination_WithValidationRows_StillSpeaksOfTheTrainingRows()
    {
        using var folder = new TemporaryFolder();
        var threshold = Train(folder["model"], 0.1, validation: Some.Values(40, seed: 8));

        Assert.Multiple(() =>
        {
            Assert.That((threshold.Source, threshold.Rows), Is.EqualTo(("training", 300L)));
            Assert.That(threshold.Quantile, Is.EqualTo(0.9).Within(1e-12));
        });
    }

    [TestCase(1)]
    [TestCase(100)]
    public void Contamination_StreamedRows_IsThatOfAllOfThemWhateverTheBuffer(int bufferRows)
    {
        var view = Some.View(Rows);
        using var detector = new MLContext(1)
            .AnomalyDetection.Trainers.Vae(
                ["Features"],
                new()
                {
                    EpochCount = 2,
                    Contamination = 0.1,
                    Data = new() { ValidationShare = 0.3, ShuffleBufferRows = bufferRows },
                }
            )
            .Fit(view);

        Assert.That(
            detector.Transform(view).GetColumn<bool>("PredictedLabel").Count(isAnomaly => isAnomaly),
            Is.EqualTo(30)
        );
    }

    [Test]
    public void Contamination_MoreStreamedRowsThanTheSample_IsNearThatOfAllOfThem()
    {
        var view = Some.View(Some.Values(30_000));
        using var detector = new MLContext(1)
            .AnomalyDetection.Trainers.Vae(
                ["Features"],
                new()
                {
                    EpochCount = 1,
                    Contamination = 0.1,
                    Data = new() { ValidationShare = 0.5, ShuffleBufferRows = 1000 },
                }
            )
            .Fit(view);

        Assert.That(
            detector.Transform(view).GetColumn<bool>("PredictedLabel").Average(isAnomaly => isAnomaly ? 1 : 0),
            Is.EqualTo(0.1).Within(0.01)
        );
    }

    [TestCase(0)]
    [TestCase(-0.1)]
    [TestCase(0.51)]
    [TestCase(double.NaN)]
    [Proves(30)]
    public void Contamination_OutsideOfItsRange_IsRefused(double contamination) =>
        Assert.That(
            () => new VaeTrainer(Some.Options() with { Contamination = contamination }),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeTrainerOptions.Contamination")
                .And.Message.Contains("at most 0.5")
        );

    private static VaeThreshold Train(string modelFolder, double contamination, float[][]? validation = null)
    {
        using var rows = Some.ToTensor(Rows);
        using var validationRows = validation is null ? null : Some.ToTensor(validation);
        using var trained = new VaeTrainer(Some.Options() with { Contamination = contamination }).Fit(
            rows,
            validationRows
        );
        trained.Export(modelFolder, rows);
        return VaeModel.ReadManifest(modelFolder).Threshold;
    }
}
