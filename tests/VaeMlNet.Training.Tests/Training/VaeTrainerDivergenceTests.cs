namespace VaeMlNet.Tests;

public class VaeTrainerDivergenceTests
{
    [Test]
    public void Fit_LearningRateTooHigh_SaysWhereAndWhatToDo() =>
        Assert.That(
            () => Some.Trained(Some.Options(learningRate: 1e30)),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at epoch 1, batch 2: loss is ")
                .And.Message.Contains("reconstruction ")
                .And.Message.Contains("KL ")
                .And.Message.Contains("beta 1, learning rate 1E+30")
                .And.Message.Contains("Lower the learning rate")
        );

    [Test]
    public void Fit_DivergedInTheLastStep_IsNoticedToo()
    {
        using var rows = Some.Rows(16);
        var options = Some.Options(epochCount: 1, batchSize: 16, learningRate: 1e30);

        Assert.That(
            () => new VaeTrainer(options).Fit(rows),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at the end of epoch 1: loss is ")
        );
    }

    [Test]
    public void Fit_DivergedBeforeValidation_IsNoticedThere()
    {
        using var rows = Some.Rows(16);
        var options = Some.Options(epochCount: 2, batchSize: 16, learningRate: 1e30);

        Assert.That(
            () => new VaeTrainer(options).Fit(rows, rows),
            Throws
                .TypeOf<VaeDivergenceException>()
                .With.Message.StartsWith("Training stopped at the end of epoch 1: loss is ")
        );
    }

    [Test]
    [Proves(27)]
    public void Fit_Diverged_ExceptionHasTheFactsAsNumbers()
    {
        using var rows = Some.Rows(64);
        var thrown = Assert.Throws<VaeDivergenceException>(() =>
            new VaeTrainer(Some.Options(learningRate: 1e30)).Fit(rows)
        );

        Assert.Multiple(() =>
        {
            Assert.That((thrown.Epoch, thrown.Batch), Is.EqualTo((1, 2)));
            Assert.That(thrown.Loss.Total, Is.NaN.Or.EqualTo(double.PositiveInfinity));
            Assert.That(thrown.LargestFeature, Is.InRange(0.5, 1));
            Assert.That(thrown.CheckpointFolder, Is.Null);
            Assert.That(thrown.Message, Does.Contain("not finite").And.Contain("largest |x|"));
            Assert.That(thrown.Message, Does.Contain("No weights are kept"));
        });
    }

    [TestCase(1, "the reconstruction term is")]
    [TestCase(2, "the KL term is")]
    [TestCase(3, "both terms are")]
    public void At_TermsThatAreNotFinite_AreNamed(int terms, string fact)
    {
        var loss = new VaeLoss((terms & 1) > 0 ? double.NaN : 5, (terms & 2) > 0 ? double.PositiveInfinity : 6);

        Assert.That(
            new Divergence(Some.Options(), null).At(3, 41, loss, 0.1, 1e5).Message,
            Does.StartWith("Training stopped at epoch 3, batch 41")
                .And.Contain(fact)
                .And.Contain("learning rate 0.1")
                .And.Contain("1.0E+05")
        );
    }

    [Test]
    [Proves(27)]
    public void Fit_DivergedAfterSomeEpochs_KeepsTheLastGoodWeightsInTheCheckpoint()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(64);
        // One step per epoch, each too long: the weights grow until the loss is no number any more.
        var options = Some.Options(epochCount: 200, batchSize: 64, learningRate: 1) with
        {
            Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
            Optimizer = new() { Kind = VaeOptimizerKind.Sgd },
        };
        var thrown = Assert.Throws<VaeDivergenceException>(() =>
            new VaeTrainer(options) { Checkpoints = new(folder.Path) }.Fit(rows)
        );
        using var kept = TrainedVae.LoadCheckpoint(folder.Path);

        Assert.Multiple(() =>
        {
            Assert.That(thrown.Epoch, Is.GreaterThan(1));
            Assert.That(thrown.CheckpointFolder, Is.EqualTo(folder.Path));
            Assert.That(thrown.CheckpointEpoch, Is.EqualTo(thrown.Epoch - 1).And.EqualTo(kept.History.Count));
            Assert.That(thrown.Message, Does.Contain($"after epoch {thrown.CheckpointEpoch}").And.Contain(folder.Path));
            Assert.That(RowScores.Compute(kept.Network, new RowsOfTensor(rows)).Scores.AreFinite, Is.True);
        });
    }
}
