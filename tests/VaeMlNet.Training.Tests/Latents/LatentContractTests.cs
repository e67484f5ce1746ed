using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The contract of every kind of latent.</summary>
public class LatentContractTests
{
    private const int LatentDim = 3;

    public static IEnumerable<TestCaseData> All =>
        ModelCases.Latents.Select(latent => new TestCaseData(latent.Options).SetArgDisplayNames(latent.Name));

    [TestCaseSource(nameof(All))]
    [Proves(23)]
    public void KlPerLatent_AnyHead_MatchesMonteCarlo(VaeLatentOptions options)
    {
        const int Draws = 1_000_000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(2);
        var latent = options.Create(1);
        var head = randn(1, latent.HeadWidth, generator: generator) * 1.5;
        var exact = latent.KlPerLatent(head).item<float>();
        var heads = head.expand(Draws, latent.HeadWidth);
        var z = latent.Sample(heads, latent.DrawNoise(Draws, generator), LatentDistribution.Exact);
        var estimate = -latent.LogPriorOverPosterior(heads, z).to(ScalarType.Float64).mean().item<double>();

        Assert.That(exact, Is.GreaterThan(0.05));
        Assert.That(estimate, Is.EqualTo(exact).Within(1).Percent);
    }

    [TestCaseSource(nameof(All))]
    public void KlPerLatent_AnyHead_IsNotNegativeAndFinite(VaeLatentOptions options)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var latent = options.Create(LatentDim);
        var head = randn(500, latent.HeadWidth, generator: generator) * 10.0;
        var kl = latent.KlPerLatent(head);

        Assert.Multiple(() =>
        {
            Assert.That(kl.shape, Is.EqualTo(new long[] { 500, LatentDim }));
            Assert.That(TensorValues.Floats(kl), Has.All.InRange(-1e-5f, float.MaxValue));
        });
    }

    [TestCaseSource(nameof(All))]
    public void DrawPrior_ManyRows_AreLikeDrawsOfThePosteriorThatIsThePrior(VaeLatentOptions options)
    {
        const int Draws = 100_000;
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var latent = options.Create(LatentDim);
        var head = zeros(1, latent.HeadWidth);
        if (options is GaussianLatentOptions { HasSoftplusScale: true })
        {
            head.narrow(1, LatentDim, LatentDim).fill_(Math.Log(Math.Exp(1 - 1e-4) - 1)); // sigma = 1
        }

        var drawn = latent.DrawPrior(Draws, generator);
        var sampled = latent.Sample(
            head.expand(Draws, latent.HeadWidth),
            latent.DrawNoise(Draws, generator),
            LatentDistribution.Exact
        );

        Assert.Multiple(() =>
        {
            Assert.That(latent.KlPerLatent(head).abs().max().item<float>(), Is.LessThan(1e-6));
            Assert.That(drawn.shape, Is.EqualTo(new long[] { Draws, latent.Width }));
            foreach (var moment in (Func<Tensor, Tensor>[])[z => z, z => z.square()])
            {
                Assert.That(
                    TensorValues.Floats(moment(drawn).mean([0L])),
                    Is.EqualTo(TensorValues.Floats(moment(sampled).mean([0L]))).AsCollection.Within(0.03)
                );
            }
        });
    }

    [TestCaseSource(nameof(All))]
    public void Sample_OneRow_HasNoiseOfItsOwn(VaeLatentOptions options)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var latent = options.Create(LatentDim);
        var noise = latent.DrawNoise(64, generator);
        var z = TensorValues.Floats(latent.Sample(zeros(64, latent.HeadWidth), noise, temperature: 0.7));

        Assert.Multiple(() =>
        {
            Assert.That(noise.dtype, Is.EqualTo(ScalarType.Float32));
            var rows = z.Chunk(latent.Width).Select(row => string.Join(' ', row)).Distinct().Count();
            Assert.That(rows, Is.GreaterThan(10), "one draw for all rows would give one");
        });
    }

    [TestCaseSource(nameof(All))]
    public void Sample_ExtremeHead_IsFiniteAndSoIsTheGradient(VaeLatentOptions options)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var latent = options.Create(LatentDim);
        foreach (var size in (double[])[-1e4, -100, 0, 100, 1e4])
        {
            var sign = linspace(-1, 1, latent.HeadWidth, ScalarType.Float32).expand(5, latent.HeadWidth);
            var head = (sign * size).detach().requires_grad_();
            var z = latent.Sample(head, latent.DrawNoise(5, generator), temperature: 0.5);
            var loss = z.sum() + latent.KlPerLatent(head).sum();
            var gradient = autograd.grad([loss], [head])[0];
            Assert.That(float.IsFinite(loss.item<float>()), Is.True, $"loss at {size}");
            Assert.That(TensorValues.Floats(gradient), Has.All.Matches<float>(float.IsFinite), $"gradient at {size}");
        }
    }
}
