using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class CapacityTests
{
    [TestCase(1, 0)]
    [TestCase(2, 2)]
    [TestCase(3, 4)]
    [TestCase(9, 4)]
    public void CapacityAt_FirstEpochs_RisesFromZero(int epoch, double expected) =>
        Assert.That(
            new VaeKlOptions { Capacity = 4, CapacityEpochs = 2 }.CapacityAt(new(epoch, 0, 10)),
            Is.EqualTo(expected).Within(1e-12)
        );

    [TestCase(1.0)]
    [TestCase(30.0)]
    public void Compute_Capacity_IsTheDistanceOfTheMeanKlFromIt(double capacity)
    {
        const double weight = 5;
        using var scope = NewDisposeScope();
        using var network = Some.Network(Some.Width, [6], 2);
        network.PosteriorHead.bias!.detach().narrow(0, 0, 2).fill_(2);
        var x = Some.Rows(7);

        var (terms, _) = new ElboObjective().Compute(network, new(x, x, randn(7, 2)), new(weight, 1, capacity, 7));

        var kl = terms.KlPerLatent.sum(1).mean().item<float>();

        Assert.Multiple(() =>
        {
            Assert.That(kl, Is.InRange(1.1, 20));
            Assert.That(
                Some.Loss(terms, weight).item<float>(),
                Is.EqualTo(terms.Reconstruction.mean().item<float>() + (weight * Math.Abs(kl - capacity))).Within(1e-3)
            );
        });
    }

    [Test]
    public void Fit_Capacity_BringsTheKlToIt()
    {
        using var rows = Some.Rows(256);
        var options = Some.Options(epochCount: 60, beta: 50) with
        {
            Kl = new() { Capacity = 2, CapacityEpochs = 20 },
        };
        using var model = new VaeTrainer(options).Fit(rows);

        Assert.That(model.Evaluate(rows).Kl, Is.EqualTo(2).Within(0.3));
    }
}
