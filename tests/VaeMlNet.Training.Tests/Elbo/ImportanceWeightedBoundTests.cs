using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The bounds of Burda et al. 2016, theorem 1, on a trained model.</summary>
public class ImportanceWeightedBoundTests
{
    private const int RowCount = 200;

    private TrainedVae model = null!;
    private Tensor rows = null!;

    [OneTimeSetUp]
    public void Train()
    {
        model = Some.Trained(Some.Options(epochCount: 30), rowCount: 400);
        rows = Some.Rows(RowCount, seed: 8);
    }

    [OneTimeTearDown]
    public void Free()
    {
        rows.Dispose();
        model.Dispose();
    }

    [Test]
    [Proves(24)]
    public void LogLikelihoodPerRow_MoreSamples_RisesFromTheElbo()
    {
        var elbo = MeanOverSeeds(Elbo);
        var bounds = new[] { 5, 50, 500 }.Select(count => model.LogLikelihoodPerRow(rows, count).Average()).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(bounds[0], Is.GreaterThan(elbo));
            Assert.That(bounds[1], Is.GreaterThan(bounds[0]));
            // Near log p(x) the bound hardly rises; both figures carry some Monte Carlo error.
            Assert.That(bounds[2], Is.GreaterThan(bounds[1] - 0.01));
        });
    }

    [Test]
    [Proves(24)]
    public void LogLikelihoodPerRow_OneSample_IsTheElbo()
    {
        var elbo = MeanOverSeeds(Elbo);
        var bound = MeanOverSeeds(seed => model.LogLikelihoodPerRow(rows, 1, seed).Average());

        Assert.That(bound, Is.EqualTo(elbo).Within(0.02));
    }

    [Test]
    public void LogLikelihoodPerRow_DecoderThatIgnoresZ_IsTheLikelihoodWhateverK()
    {
        using var ignorant = Some.Trained(Some.Options(epochCount: 1));
        using (no_grad())
        {
            foreach (var (name, parameter) in ignorant.Network.named_parameters())
            {
                if (
                    name.StartsWith("decoder", StringComparison.Ordinal)
                    || name.StartsWith("posterior", StringComparison.Ordinal)
                )
                {
                    parameter.zero_(); // logits of 0, and the prior as the posterior: every weight is p(x) = 2^-D
                }
            }
        }

        var expected = -Some.Width * Math.Log(2);

        Assert.Multiple(() =>
        {
            Assert.That(ignorant.LogLikelihoodPerRow(rows, 1), Is.All.EqualTo(expected).Within(1e-4));
            Assert.That(ignorant.LogLikelihoodPerRow(rows, 20), Is.All.EqualTo(expected).Within(1e-4));
        });
    }

    [Test]
    public void LogLikelihoodPerRow_SameSeed_IsTheSame() =>
        Assert.Multiple(() =>
        {
            var first = model.LogLikelihoodPerRow(rows, 3, seed: 5);
            Assert.That(model.LogLikelihoodPerRow(rows, 3, seed: 5), Is.EqualTo(first));
            Assert.That(model.LogLikelihoodPerRow(rows, 3, seed: 6), Is.Not.EqualTo(first));
            Assert.That(first, Has.Length.EqualTo(RowCount));
        });

    [Test]
    public void LogLikelihoodPerRow_ManySamples_LeavesNoTensorBehind()
    {
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        model.LogLikelihoodPerRow(rows, 20);

        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    [Test]
    public void LogLikelihoodPerRow_NoSamples_IsRefused() =>
        Assert.That(
            () => model.LogLikelihoodPerRow(rows, 0),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("sampleCount")
        );

    /// <summary>Returns the mean of a figure over 100 seeds. Its standard error is a tenth of that of one seed.</summary>
    private static double MeanOverSeeds(Func<int, double> figure) => Enumerable.Range(1, 100).Average(figure);

    private double Elbo(int seed)
    {
        var loss = model.Evaluate(rows, seed);
        return -(loss.Reconstruction + loss.Kl);
    }
}
