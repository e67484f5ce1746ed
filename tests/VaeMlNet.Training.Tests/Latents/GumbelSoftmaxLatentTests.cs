using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class GumbelSoftmaxLatentTests
{
    private static readonly GumbelSoftmaxLatentOptions Three = new() { CategoryCount = 3 };

    [Test]
    public void KlPerLatent_KnownProbabilities_IsWhatTheEntropyLacks()
    {
        // (1/2, 1/4, 1/4): ln 3 - 3/2 ln 2. One category for sure: ln 3.
        using var scope = NewDisposeScope();
        var latent = Three.Create(2);
        var head = tensor(new[] { Math.Log(2), 0, 0, 0, 1000, 0 }, [1, 6]);

        Assert.That(
            latent.KlPerLatent(head).data<double>().ToArray(),
            Is.EqualTo([Math.Log(3) - (1.5 * Math.Log(2)), Math.Log(3)]).AsCollection.Within(1e-12)
        );
    }

    [Test]
    public void Sample_Exact_DrawsCategoriesWithTheirProbabilities()
    {
        const int Draws = 200_000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var latent = Three.Create(1);
        var head = tensor(new[] { 1f, 0f, -1f }, [1, 3]);
        var z = latent.Sample(head.expand(Draws, 3), latent.DrawNoise(Draws, generator), LatentDistribution.Exact);
        var frequencies = TensorValues.Floats(z.mean([0L]));

        Assert.Multiple(() =>
        {
            Assert.That(TensorValues.Floats(z).Distinct().Order(), Is.EqualTo(new float[] { 0, 1 }));
            Assert.That(TensorValues.Floats(z.sum(1)), Is.All.EqualTo(1));
            Assert.That(
                frequencies,
                Is.EqualTo(TensorValues.Floats(latent.Embed(head))).AsCollection.Within(4 * 0.5 / Math.Sqrt(Draws))
            );
        });
    }

    [Test]
    public void Sample_FallingTemperature_ApproachesTheExactDraw()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var latent = Three.Create(4);
        var head = randn(50, 12, generator: generator);
        var noise = latent.DrawNoise(50, generator);
        var exact = latent.Sample(head, noise, LatentDistribution.Exact);
        double Distance(double temperature) =>
            (latent.Sample(head, noise, temperature) - exact).abs().mean().item<float>();

        Assert.Multiple(() =>
        {
            Assert.That((double[])[Distance(2), Distance(0.5), Distance(0.1), Distance(0.01)], Is.Ordered.Descending);
            Assert.That(Distance(0.001), Is.LessThan(0.01));
            Assert.That(
                TensorValues.Floats(latent.Sample(head, noise, 0.5).reshape(-1, 4, 3).sum(2)),
                Is.All.EqualTo(1).Within(1e-5)
            );
        });
    }

    [Test]
    public void Sample_StraightThrough_IsOneHotWithTheGradientOfTheRelaxation()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var relaxed = Three.Create(2);
        var hard = new GumbelSoftmaxLatent(2, 3, isStraightThrough: true);
        var noise = relaxed.DrawNoise(5, generator);
        var head = randn(5, 6, generator: generator).requires_grad_();
        var weights = randn(5, 6, generator: generator);
        var z = hard.Sample(head, noise, 0.7);
        var expected = autograd.grad([(relaxed.Sample(head, noise, 0.7) * weights).sum()], [head])[0];
        var actual = autograd.grad([(z * weights).sum()], [head])[0];

        Assert.Multiple(() =>
        {
            Assert.That(
                TensorValues.Floats(z),
                Is.EqualTo(TensorValues.Floats(hard.Sample(head, noise, LatentDistribution.Exact)))
                    .AsCollection.Within(1e-6)
            );
            Assert.That(
                TensorValues.Floats(actual),
                Is.EqualTo(TensorValues.Floats(expected)).AsCollection.Within(1e-6)
            );
            Assert.That(actual.abs().max().item<float>(), Is.GreaterThan(0.01));
        });
    }

    [Test]
    public void DrawNoise_ManyNumbers_LieWithinZeroAndOne()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var noise = Three.Create(20).DrawNoise(50_000, generator);
        var (smallest, largest) = (noise.min().item<float>(), noise.max().item<float>());

        Assert.Multiple(() =>
        {
            Assert.That(smallest, Is.GreaterThan(0).And.LessThan(1e-5));
            Assert.That(largest, Is.LessThan(1).And.GreaterThan(1 - 1e-5));
        });
    }
}
