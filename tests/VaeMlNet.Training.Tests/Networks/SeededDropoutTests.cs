using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Dropout that draws from the generator of its training.</summary>
public sealed class SeededDropoutTests
{
    [Test]
    public void Forward_Training_DropsTheShareAndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = nn.Sequential(("dropout", new SeededDropout(0.25)));
        SeededDropout.SetGenerator(network, generator);

        var values = TensorValues.Floats(network.call(ones(100, 100)));

        Assert.That(values.Count(value => value == 0) / 1e4, Is.EqualTo(0.25).Within(0.02));
        Assert.That(values.Where(value => value != 0), Is.All.EqualTo(4f / 3).Within(1e-6));
    }

    [Test]
    public void DrawFactors_ManyNumbers_AreIndependentOfEachOther()
    {
        const double share = 0.3;
        const int count = 80_004;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        SeededDropout dropout = new(share);
        SeededDropout.SetGenerator(dropout, generator);

        var first = TensorValues.Floats(dropout.DrawFactors(count));
        var second = TensorValues.Floats(dropout.DrawFactors(count));

        double ShareOfBoth(IEnumerable<float> a, IEnumerable<float> b) =>
            a.Zip(b).Average(pair => pair.First == 0 && pair.Second == 0 ? 1 : 0);
        double[] shares =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(lane => first.Where((_, i) => i % 8 == lane).Average(value => value == 0 ? 1 : 0)),
        ];
        double[] sharesOfBoth =
        [
            .. new[] { 1, 2, 7, 8, 16 }.Select(distance => ShareOfBoth(first, first.Skip(distance))),
            ShareOfBoth(first, second),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(shares, Is.All.EqualTo(share).Within(0.02));
            Assert.That(sharesOfBoth, Is.All.EqualTo(share * share).Within(0.005));
        });
    }

    [Test]
    public void Forward_Evaluation_ReturnsTheInput()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var network = nn.Sequential(("dropout", new SeededDropout(0.5)));
        SeededDropout.SetGenerator(network, generator);
        network.eval();

        Assert.That(TensorValues.Floats(network.call(ones(2, 3))), Is.All.EqualTo(1f));
    }

    [Test]
    public void Fit_OtherUseOfTheGlobalGenerator_GivesTheSameWeights()
    {
        var options = Some.Options(epochCount: 2) with
        {
            Network = new FullyConnectedNetworkOptions { HiddenDims = [8], Dropout = 0.5 },
        };
        using var rows = Some.Rows(60);
        manual_seed(1);
        using var first = new VaeTrainer(options).Fit(rows);
        manual_seed(2);
        using var second = new VaeTrainer(options).Fit(rows);
        using var without = new VaeTrainer(
            options with
            {
                Network = new FullyConnectedNetworkOptions { HiddenDims = [8] },
            }
        ).Fit(rows);

        Assert.That(Some.Weights(second), Is.EqualTo(Some.Weights(first)));
        Assert.That(Some.Weights(without), Is.Not.EqualTo(Some.Weights(first)));
    }
}
