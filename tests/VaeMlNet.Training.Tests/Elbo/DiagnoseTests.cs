using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class DiagnoseTests
{
    [Test]
    public void Diagnose_TrainedModel_AgreesWithTheFiguresOnTheirOwn()
    {
        using var model = Some.Trained();
        using var rows = Some.Rows(150);
        var evaluation = model.Diagnose(rows, sampleCount: 5, seed: 2);

        Assert.Multiple(() =>
        {
            Assert.That(evaluation.RowCount, Is.EqualTo(150));
            Assert.That(evaluation.SampleCount, Is.EqualTo(5));
            Assert.That(evaluation.Loss, Is.EqualTo(model.Evaluate(rows, seed: 2)));
            Assert.That(evaluation.Elbo, Is.EqualTo(-(evaluation.Loss.Reconstruction + evaluation.Loss.Kl)));
            Assert.That(evaluation.LogLikelihood, Is.EqualTo(model.LogLikelihoodPerRow(rows, 5, seed: 2).Average()));
            Assert.That(evaluation.Latents.Select(latent => latent.Kl), Is.EqualTo(model.KlPerLatentDim(rows)));
            Assert.That(evaluation.ActiveUnitCount, Is.EqualTo(model.CountActiveUnits(rows)));
        });
    }

    [Test]
    public void Diagnose_Progress_RisesToOneAndCanBeCanceled()
    {
        using var rows = Some.Rows(40);
        using var model = Some.Trained(Some.Options(epochCount: 1));
        List<double> shares = [];
        using var cancellation = new CancellationTokenSource();

        model.Diagnose(rows, sampleCount: 4, progress: new ShareList(shares.Add));

        Assert.That(shares, Is.Ordered.Ascending.And.Count.EqualTo(4));
        Assert.That(shares[^1], Is.EqualTo(1).Within(1e-9));
        Assert.That(
            () =>
                model.Diagnose(
                    rows,
                    sampleCount: 1_000_000,
                    progress: new ShareList(_ => cancellation.Cancel()),
                    cancellationToken: cancellation.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public void Diagnose_OverwhelmingBeta_WarnsOfFullCollapse()
    {
        using var model = Some.Trained(Some.Options(epochCount: 40, beta: 100), rowCount: 128);
        using var rows = Some.Rows(200);
        var evaluation = model.Diagnose(rows, sampleCount: 1);

        Assert.Multiple(() =>
        {
            Assert.That(evaluation.ActiveUnitCount, Is.Zero);
            Assert.That(evaluation.CollapseWarning, Does.Contain("none of the 3 latents").And.Contain("Beta"));
        });
    }

    [Test]
    public void Diagnose_OneUnusedLatent_NamesIt()
    {
        using var model = Some.Trained(Some.Options(epochCount: 40, beta: 0.1), rowCount: 128);
        using var rows = Some.Rows(200);
        using (no_grad())
        {
            model.Network.PosteriorHead.weight.select(0, 1).zero_(); // the mean of latent 1 no longer depends on the row
        }

        var evaluation = model.Diagnose(rows, sampleCount: 1);

        Assert.Multiple(() =>
        {
            Assert.That(evaluation.Latents[1].IsActive, Is.False);
            Assert.That(evaluation.ActiveUnitCount, Is.InRange(1, 2));
            Assert.That(evaluation.CollapseWarning, Does.Contain("of 3 latents").And.Match(@"\([^)]*1[^)]*\)"));
        });
    }

    [Test]
    public void CollapseWarning_EveryLatentActive_IsNull()
    {
        var evaluation = new VaeEvaluation
        {
            RowCount = 1,
            Loss = new VaeLoss(2, 3, Beta: 4),
            LogLikelihood = -4,
            SampleCount = 1,
            Latents = [new VaeLatentUse(0, 3, 0.5, IsActive: true)],
        };

        Assert.Multiple(() =>
        {
            Assert.That(evaluation.CollapseWarning, Is.Null);
            Assert.That(evaluation.Elbo, Is.EqualTo(-5), "the beta of training does not count");
        });
    }

    private sealed class ShareList(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
