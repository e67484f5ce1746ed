namespace VaeMlNet.Tests;

/// <summary>
/// The canonical models on the real data. The ranges contain PyTorch's figures for three seeds (pytorch/examples' VAE and
/// a 2-dimensional one), with a margin of one nat or less.
/// </summary>
[Category("Long")]
public class MnistTests
{
    [Test]
    public void Fit_TwentyLatents_ReachesPyTorchsTestLoss()
    {
        using var train = Mnist.TrainImages();
        using var test = Mnist.TestImages();
        using var folder = new TemporaryFolder();
        using var model = new VaeTrainer(new VaeTrainerOptions()).Fit(train, test);
        Report(model);
        var (first, last) = (model.History[0].Validation!, model.History[9].Validation!);

        Assert.Multiple(() =>
        {
            Assert.That(first.Total, Is.InRange(125, 131));
            Assert.That(last.Total, Is.InRange(104.8, 106.4));
            Assert.That(last.Kl, Is.InRange(24, 26));
            Assert.That(model.CountActiveUnits(test), Is.EqualTo(20));
            Assert.That(model.KlPerLatentDim(test).Sum(), Is.EqualTo(last.Kl).Within(1e-3).Percent);
        });

        var report = model.Export(folder["mnist"], test);
        TestContext.Out.WriteLine(string.Join(Environment.NewLine, report.Outputs));
    }

    [Test]
    public void Fit_TwoLatents_ReachesPyTorchsTestLoss()
    {
        using var train = Mnist.TrainImages();
        using var test = Mnist.TestImages();
        using var model = new VaeTrainer(new VaeTrainerOptions { HiddenDims = [128, 64], LatentDim = 2 }).Fit(
            train,
            test
        );
        Report(model);

        Assert.That(model.History[9].Validation!.Total, Is.InRange(149, 153.5));
    }

    /// <summary>
    /// The model is evaluated with categories drawn from q(z|x) itself, without relaxation: the ELBO of the discrete model.
    /// </summary>
    [Test]
    public void Fit_GumbelSoftmax20x10_ReachesATestLossOf125()
    {
        using var train = Mnist.TrainImages();
        using var test = Mnist.TestImages();
        var options = new VaeTrainerOptions { Latent = new GumbelSoftmaxLatentOptions { CategoryCount = 10 } };
        using var model = new VaeTrainer(options).Fit(train, test);
        Report(model);

        Assert.That(model.History[9].Validation!.Total, Is.LessThan(125));
    }

    private static void Report(TrainedVae model)
    {
        foreach (var epoch in model.History)
        {
            var (loss, seconds) = (epoch.Validation!, epoch.Seconds);
            TestContext.Out.WriteLine(
                FormattableString.Invariant(
                    $"epoch {epoch.Epoch}: test loss {loss.Total:0.00} = {loss.Reconstruction:0.00} + {loss.Kl:0.00}, {seconds:0.00} s"
                )
            );
        }
    }
}
