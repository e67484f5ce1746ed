using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class VaeTrainerTests
{
    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    public void Fit_LearnableData_LowersTheLoss(VaeLikelihoodOptions likelihood)
    {
        using var model = Some.Trained(Some.Options(epochCount: 30, likelihood: likelihood), rowCount: 128);

        Assert.That(model.History[^1].Training.Total, Is.LessThan(model.History[0].Training.Total - 0.3));
    }

    [Test]
    [Proves(18)]
    public void Fit_SameSeed_GivesTheSameHistoryAndWeights()
    {
        using var rows = Some.Rows(50);
        using var first = new VaeTrainer(Some.Options()).Fit(rows, rows);
        using var noise = randn(1000); // torch's global generator must not matter
        using var second = new VaeTrainer(Some.Options()).Fit(rows, rows);

        Assert.Multiple(() =>
        {
            Assert.That(Losses(second), Is.EqualTo(Losses(first)));
            Assert.That(Some.Weights(second), Is.EqualTo(Some.Weights(first)));
        });
    }

    [Test]
    public async Task Fit_OnSeveralThreads_GivesEachItsOwnModel()
    {
        var trainer = new VaeTrainer(Some.Options());
        using var alone = Some.Trained();
        var models = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => trainer.Fit(Some.View(Some.Values(64)), "Features")))
        );
        foreach (var model in models)
        {
            Assert.That(Some.Weights(model), Is.EqualTo(Some.Weights(alone)));
            model.Dispose();
        }
    }

    [Test]
    public void Fit_OtherSeed_GivesOtherWeights()
    {
        using var first = Some.Trained(Some.Options(seed: 1));
        using var second = Some.Trained(Some.Options(seed: -2));

        Assert.That(Some.Weights(second), Is.Not.EqualTo(Some.Weights(first)));
    }

    [Test]
    public void Fit_ViewAndTensorOfTheSameRows_GiveTheSameModel()
    {
        var values = Some.Values(40);
        using var rows = Some.ToTensor(values);
        using var fromTensor = new VaeTrainer(Some.Options()).Fit(rows);
        using var fromView = new VaeTrainer(Some.Options()).Fit(Some.View(values), "Features");

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(fromView), Is.EqualTo(Some.Weights(fromTensor)));
            Assert.That(fromView.FeatureColumnName, Is.EqualTo("Features"));
            Assert.That(fromView.InputDim, Is.EqualTo(Some.Width));
        });
    }

    [TestCase(1, 16)]
    [TestCase(5, 16)]
    [TestCase(17, 16)]
    [TestCase(3, 1)]
    [Proves(26)]
    public void Fit_FewRows_TrainsOnEachOfThem(int rowCount, int batchSize)
    {
        var reports = new ProgressRecorder();
        using var rows = Some.Rows(rowCount);
        using var model = new VaeTrainer(Some.Options(epochCount: 2, batchSize: batchSize)).Fit(
            rows,
            progress: reports
        );

        Assert.Multiple(() =>
        {
            Assert.That(model.History.Select(epoch => epoch.Epoch), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(model.History.Select(epoch => epoch.Training.Total), Is.All.GreaterThan(0));
            Assert.That(reports.All[^1].RowsDone, Is.EqualTo(rowCount));
        });
    }

    [Test]
    public void Fit_LastBatchIsPartial_CountsEveryRowOnce()
    {
        // A learning rate too small to move a weight: the epoch's mean is then the mean over all rows, whatever the batches.
        // Up to rounding, which depends on the batch; a batch counted wrongly is off by whole percents.
        using var rows = Some.Rows(17);
        using var model = new VaeTrainer(Some.Options(epochCount: 1, batchSize: 16, learningRate: 1e-12)).Fit(rows);
        var expected = model.KlPerLatentDim(rows).Sum();

        Assert.That(model.History[0].Training.Kl, Is.EqualTo(expected).Within(0.01).Percent);
    }

    [Test]
    public void Fit_ValidationData_IsEvaluatedAfterEachEpochAndChangesNothing()
    {
        using var rows = Some.Rows(32);
        using var validation = Some.Rows(20, seed: 8);
        using var with = new VaeTrainer(Some.Options()).Fit(rows, validation);
        using var without = new VaeTrainer(Some.Options()).Fit(rows);

        Assert.Multiple(() =>
        {
            Assert.That(with.History.Select(epoch => epoch.Validation), Has.None.Null);
            Assert.That(with.Evaluate(validation, with.Options.Seed), Is.EqualTo(with.History[^1].Validation));
            Assert.That(without.History.Select(epoch => epoch.Validation), Has.All.Null);
            Assert.That(Some.Weights(with), Is.EqualTo(Some.Weights(without)));
        });
    }

    [Test]
    public void Fit_Progress_ReportsStepsAndEachCompletedEpoch()
    {
        var reports = new ProgressRecorder();
        using var rows = Some.Rows(120);
        using var model = new VaeTrainer(Some.Options(epochCount: 2, batchSize: 2)).Fit(rows, progress: reports);
        var completed = reports.All.Where(report => report.CompletedEpoch is not null).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(completed.Select(report => report.CompletedEpoch), Is.EqualTo(model.History));
            Assert.That(reports.All.Select(r => r.RowsDone), Is.EqualTo(new[] { 100, 120, 100, 120 }));
            Assert.That(
                reports.All,
                Has.All.Property("RowCount").EqualTo(120).And.All.Property("EpochCount").EqualTo(2)
            );
            Assert.That(model.History.Select(epoch => epoch.Seconds), Is.All.GreaterThan(0));
        });
    }

    [Test]
    public void Fit_SparseRows_TrainsAsOnDenseOnes()
    {
        float[][] dense =
        [
            [0, 1, 0, 0],
            [0, 0, 0, 0.5f],
            [1, 0, 0, 0],
        ];
        using var rows = Some.ToTensor(dense);
        using var fromDense = new VaeTrainer(Some.Options()).Fit(rows);
        using var fromSparse = new VaeTrainer(Some.Options()).Fit(new SparseView(dense), "Features");

        Assert.That(Some.Weights(fromSparse), Is.EqualTo(Some.Weights(fromDense)));
    }

    private static double[] Losses(TrainedVae model) =>
        [
            .. model.History.SelectMany(epoch =>
                new[]
                {
                    epoch.Training.Reconstruction,
                    epoch.Training.Kl,
                    epoch.Validation!.Reconstruction,
                    epoch.Validation.Kl,
                }
            ),
        ];
}
