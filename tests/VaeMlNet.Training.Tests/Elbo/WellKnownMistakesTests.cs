using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Common mistakes in VAE code that a falling loss does not show.</summary>
public class WellKnownMistakesTests
{
    [Test]
    public void Fit_EqualRowsInOneBatch_EachHasNoiseOfItsOwn()
    {
        const int copies = 512;
        using var one = Some.Rows(1);
        using var equal = one.repeat(copies, 1);
        // The weights stand still, so that the loss of an epoch, one batch, varies with its noise only.
        var options = Some.Options(epochCount: 16, batchSize: copies, beta: 0, learningRate: 1e-12);

        using var model = new VaeTrainer(options).Fit(equal);

        var ofEpochs = Deviation(model.History.Select(epoch => epoch.Training.Reconstruction));
        var ofOneRow = Deviation(Enumerable.Range(1, 200).Select(seed => model.Evaluate(one, seed).Reconstruction));
        var ofEvaluation = Deviation(
            Enumerable.Range(1, 16).Select(seed => model.Evaluate(equal, seed).Reconstruction)
        );

        // The mean of 512 independent draws deviates 22 times less than one draw; of one shared draw, as much.
        Assert.Multiple(() =>
        {
            Assert.That(ofEpochs, Is.LessThan(ofOneRow / 4));
            Assert.That(ofEvaluation, Is.LessThan(ofOneRow / 4));
        });
    }

    [Test]
    public void Fit_DecoderThatSeesZ_BeatsTheBestDecoderThatDoesNot()
    {
        using var rows = Some.Rows(400);
        using var model = new VaeTrainer(Some.Options(epochCount: 30)).Fit(rows);

        Assert.That(model.Evaluate(rows).Reconstruction, Is.LessThan(BestWithoutZ(rows) - 1));
    }

    [Test]
    public void Fit_OverwhelmingBeta_BringsThePosteriorToThePriorsVariance()
    {
        // Without the log-variance in the KL its minimum has no width: the variances would go to 0.
        using var rows = Some.Rows(256);
        using var model = new VaeTrainer(Some.Options(epochCount: 60, beta: 100)).Fit(rows);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();

        var logVariance = model.Network.Latent.ComputeEncoderOutputs(model.Network.ComputeHead(rows))[1];

        Assert.That(TensorValues.Floats(logVariance), Is.All.EqualTo(0).Within(0.3));
    }

    [Test]
    public void Encode_NegativeHead_GivesANegativeMean()
    {
        using var model = Some.Trained(Some.Options(epochCount: 1));
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        model.Network.PosteriorHead.weight.zero_();
        model.Network.PosteriorHead.bias!.fill_(-2);
        var rows = Some.Rows(3);

        var head = model.Network.ComputeHead(rows);

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(model.Network.Encode(rows)), Is.All.EqualTo(-2));
            var withoutNoise = model.Network.Latent.Sample(head, zeros(3, 3), LatentDistribution.Exact);
            Assert.That(TensorValues.Floats(withoutNoise), Is.All.EqualTo(-2));
        });
    }

    [Test]
    public void Fit_BothTermsOfTheLoss_AreMinimized()
    {
        using var rows = Some.Rows(400);
        using var model = new VaeTrainer(Some.Options(epochCount: 30)).Fit(rows);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();

        // Both terms by the test's own arithmetic: the model's could have the wrong sign as well.
        var probabilities = model.Network.forward(rows).sigmoid();
        var error = -(rows * probabilities.log() + (1 - rows) * (1 - probabilities).log()).sum(1).mean();
        var posterior = model.Network.Latent.ComputeEncoderOutputs(model.Network.ComputeHead(rows));
        var kl = (posterior[0].square() + posterior[1].exp() - posterior[1] - 1).sum(1).mean() * 0.5;

        Assert.Multiple(() =>
        {
            Assert.That(error.item<float>(), Is.LessThan(BestWithoutZ(rows)));
            Assert.That(kl.item<float>(), Is.InRange(0.1, 10));
        });
    }

    /// <summary>
    /// Computes the reconstruction error of a decoder that returns the mean of all rows for every row. It is the
    /// entropy of the slots' means.
    /// </summary>
    private static double BestWithoutZ(Tensor rows)
    {
        using var scope = NewDisposeScope();
        return TensorValues.Floats(rows.mean([0L])).Sum(p => -((p * Math.Log(p)) + ((1 - p) * Math.Log(1 - p))));
    }

    private static double Deviation(IEnumerable<double> figures)
    {
        var all = figures.ToArray();
        return Math.Sqrt(all.Average(figure => Math.Pow(figure - all.Average(), 2)));
    }
}
