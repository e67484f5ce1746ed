using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class DiscrepancyObjectiveTests
{
    [TestCase(0.0)]
    [TestCase(2.0)]
    public void Discrepancy_TwoGaussians_IsTheIntegralOfTheirKernels(double distance)
    {
        const int count = 3000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var a = randn(count, 2, generator: generator);
        var b = randn(count, 2, generator: generator) + tensor(new float[] { (float)distance, 0 });

        var discrepancy = DiscrepancyObjective.Discrepancy(a, b).item<float>();

        // With the squared width h = 2 of the kernel: E k(a, a') = h / (h + 2), and E k(a, b) = that * exp(-distance^2 / (2 (h + 2))).
        Assert.That(discrepancy, Is.EqualTo(1 - Math.Exp(-distance * distance / 8)).Within(0.01));
    }

    [Test]
    public void Discrepancy_SmallSamplesOfOneDistribution_IsZeroOnAverage()
    {
        // The biased estimate is 2/n (1 - E k) too large: 0.1 here.
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var draws = Enumerable
            .Range(0, 400)
            .Select(_ =>
                DiscrepancyObjective.Discrepancy(randn(10, 2, generator: generator), randn(10, 2, generator: generator))
            );

        Assert.That(draws.Average(draw => draw.item<float>()), Is.EqualTo(0).Within(0.012));
    }

    [Test]
    public void Compute_AllOfTheKlLeftOut_HasNoKlInItsLoss()
    {
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [6], 2);
        var x = Some.Rows(1);
        var objective = new DiscrepancyObjective(new() { Alpha = 1 });

        var (terms, _) = objective.Compute(network, new(x, x, randn(1, 4)), new(0.5, 1, null, 1));

        Assert.That(
            Some.Loss(terms, beta: 0.5).item<float>(),
            Is.EqualTo(terms.Reconstruction.item<float>()).Within(1e-4)
        );
    }

    [Test]
    public void Fit_WithoutKl_StillMatchesThePrior()
    {
        using var rows = Some.Rows(256);
        var options = Some.Options(epochCount: 40, batchSize: 64) with
        {
            Objective = new MaximumMeanDiscrepancyObjectiveOptions { Alpha = 1 },
        };
        using var matched = new VaeTrainer(options).Fit(rows);
        using var free = new VaeTrainer(options with { Objective = new ElboObjectiveOptions(), Beta = 0 }).Fit(rows);

        Assert.That(OfPrior(matched), Is.LessThan(0.02).And.LessThan(OfPrior(free) / 4));

        double OfPrior(TrainedVae model)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(3);
            using var noGrad = no_grad();
            var z = model.Network.Latent.Sample(
                model.Network.ComputeHead(rows),
                model.Network.Latent.DrawNoise(256, generator),
                0
            );
            return DiscrepancyObjective.Discrepancy(z, model.Network.Latent.DrawPrior(256, generator)).item<float>();
        }
    }
}
