using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>The anomaly threshold of small tables, which all rows determine.</summary>
public sealed class ThresholdFoldsTests
{
    private const int RowCount = 200;
    private const string CrossValidation = "cross-validation";

    private static readonly HardTable Table = new(
        "small",
        RowCount,
        HardTable.Number("X", row => (row * 0.618) % 1),
        HardTable.Number("Y", row => ((row * 0.618) % 1) + (0.1 * ((row * 0.414) % 1)))
    );

    [Test]
    public void Fit_DetectorOfFewRows_HasAThresholdFromAllRows()
    {
        using var trained = Fit(new());

        Assert.That(
            (trained.TrainingData.Threshold.Rows, trained.TrainingData.Threshold.Source),
            Is.EqualTo((RowCount, CrossValidation))
        );
        Assert.That(trained.TrainingData.Threshold.Quantile, Is.EqualTo(0.99));
    }

    /// <summary>The network of the row's fold has not learned it, so that its score is the highest of all: the threshold of so few rows, if it counted.</summary>
    [Test]
    public void Fit_OneNumberFarOutsideInFewRows_IsAboveTheThresholdAndFewOthersAre([Values] bool forAnomalies)
    {
        HardTable table = new(
            "wrong",
            60,
            HardTable.Number("X", row => (row * 0.618) % 1),
            HardTable.Number("Y", row => row == 40 ? 5 : ((row * 0.618) % 1) + (0.1 * ((row * 0.414) % 1)))
        );
        using TemporaryFolder folder = new();
        using (var trained = new VaeTrainer(new()) { ForAnomalies = forAnomalies }.Fit(table.View, table.ColumnNames))
        {
            trained.Export(folder["model"], table.View);

            Assert.That(
                (trained.TrainingData.Threshold.Rows, trained.TrainingData.Threshold.Source),
                Is.EqualTo((60, CrossValidation))
            );
        }

        using var scorer = new MLContext(1)
            .Transforms.VaeScore("Score", table.ColumnNames, folder["model"])
            .Fit(table.View);
        bool[] labels = [.. scorer.Transform(table.View).GetColumn<bool>("PredictedLabel")];

        Assert.That(labels[40], Is.True);
        Assert.That(labels.Count(label => label), Is.LessThanOrEqualTo(4));
    }

    [Test]
    public void Fit_NoFoldsOrValidationData_HasTheThresholdOfTheValidationRows()
    {
        using var without = Fit(new() { Data = new() { ThresholdFolds = 0 } });
        using var given = Trainer(new() { EpochCount = 2 })
            .Fit(Table.View, Table.ColumnNames, validationData: Table.View);

        Assert.That(
            (without.TrainingData.Threshold.Rows, without.TrainingData.Threshold.Source),
            Is.EqualTo((20, "validation"))
        );
        Assert.That(
            (given.TrainingData.Threshold.Rows, given.TrainingData.Threshold.Source),
            Is.EqualTo((RowCount, "validation"))
        );
    }

    [Test]
    public void Fit_MoreFoldsThanRows_LeavesOneRowOutEachTime()
    {
        HardTable few = new("few", 21, HardTable.Number("X", row => row));
        using var trained = Trainer(
                new()
                {
                    EpochCount = 1,
                    Data = new() { ThresholdFolds = 100 },
                }
            )
            .Fit(few.View, few.ColumnNames);

        Assert.That(trained.TrainingData.Threshold.Rows, Is.EqualTo(21));
    }

    [Test]
    public void Fit_Contamination_IsThatOfTheTrainingRows()
    {
        using var trained = Fit(new() { Threshold = new() { Contamination = 0.05 } });

        Assert.That(
            (trained.TrainingData.Threshold.Rows, trained.TrainingData.Threshold.Source),
            Is.EqualTo((RowCount, "training"))
        );
    }

    [Test]
    [NonParallelizable]
    public void Fit_FoldsAtTheSameTime_HasTheThresholdOfOneAfterTheOther([Values] bool normalRows)
    {
        var thresholds = new[] { 1, 3 }
            .Select(threads =>
                Some.WithThreads(
                    threads,
                    () =>
                    {
                        using var trained = Fit(new() { NormalRows = normalRows });
                        return (
                            trained.TrainingData.Threshold,
                            trained.TrainingData.Calibration,
                            trained.History[^1].Training
                        );
                    }
                )
            )
            .ToArray();

        Assert.That(thresholds[1].Threshold, Is.EqualTo(thresholds[0].Threshold));
        Assert.That(Some.Json(thresholds[1].Calibration), Is.EqualTo(Some.Json(thresholds[0].Calibration)));
        Assert.That(thresholds[1].Training, Is.EqualTo(thresholds[0].Training));
    }

    [Test]
    [NonParallelizable]
    public void Fit_SmallTable_RunsEachOperatorOnOneThreadAndThenAsBefore()
    {
        List<int> whileTraining = [];
        var after = Some.WithThreads(
            3,
            () =>
            {
                using var trained = Trainer(new() { EpochCount = 3 })
                    .Fit(
                        Table.View,
                        Table.ColumnNames,
                        progress: new SynchronousProgress(_ => whileTraining.Add(torch.get_num_threads()))
                    );
                return torch.get_num_threads();
            }
        );

        Assert.That(whileTraining, Is.Not.Empty.And.All.EqualTo(1));
        Assert.That(after, Is.EqualTo(3));
    }

    [Test]
    [NonParallelizable]
    public void Fit_ModelDivergesWhileFoldsAreTrained_SaysSo() =>
        Assert.That(
            () => Some.WithThreads(3, () => Fit(new() { LearningRate = 1e30 })),
            Throws.InstanceOf<VaeDivergenceException>()
        );

    [Test]
    public void Fit_CanceledWhileFoldsAreTrained_Ends()
    {
        using CancellationTokenSource source = new();
        SynchronousProgress progress = new(value =>
        {
            if (value.CompletedEpoch?.Epoch == 3)
            {
                source.Cancel();
            }
        });

        Assert.That(
            () =>
                Trainer(new() { EpochCount = 3 })
                    .Fit(Table.View, Table.ColumnNames, progress: progress, cancellationToken: source.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void Fit_SameOptionsTwice_HasTheSameThreshold()
    {
        using var first = Fit(new());
        using var second = Fit(new());

        Assert.That(second.TrainingData.Threshold, Is.EqualTo(first.TrainingData.Threshold));
    }

    [TestCase(1)]
    [TestCase(-1)]
    public void Fit_FoldsOutsideTheRange_AreRefused(int folds)
    {
        Assert.That(
            () => Fit(new() { Data = new() { ThresholdFolds = folds } }),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("ThresholdFolds")
        );
    }

    private static TrainedVae Fit(VaeTrainerOptions options) =>
        Trainer(options with { EpochCount = 5 }).Fit(Table.View, Table.ColumnNames);

    private static VaeTrainer Trainer(VaeTrainerOptions options) => new(options) { ForAnomalies = true };

    private sealed class SynchronousProgress(Action<VaeTrainingProgress> report) : IProgress<VaeTrainingProgress>
    {
        public void Report(VaeTrainingProgress value) => report(value);
    }
}
