using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LadderLatentTests
{
    private const int Lower = 3;
    private const int Upper = 2;

    [Test]
    public void KlPerLatent_Sample_HasTheMeanOfTheMonteCarloEstimate()
    {
        const int Draws = 400_000;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(1);
        var latent = New(generator);
        var head = (randn(1, latent.HeadWidth, generator: generator) * 1.5).expand(Draws, latent.HeadWidth);
        var z = latent.Sample(head, latent.DrawNoise(Draws, generator), LatentDistribution.Exact);
        var kl = latent.KlPerLatent(head, z).sum(1).mean().item<float>();
        var estimate = -latent.LogPriorOverPosterior(head, z).mean().item<float>();
        var atMean = latent.KlPerLatent(head.narrow(0, 0, 1)).sum().item<float>();

        Assert.Multiple(() =>
        {
            Assert.That(kl, Is.GreaterThan(0.5));
            Assert.That(estimate, Is.EqualTo(kl).Within(1).Percent);
            // The term of the lower latents depends on the sample of the upper ones; that at their mean is another number.
            Assert.That(atMean, Is.Not.EqualTo(kl).Within(1).Percent);
        });
    }

    [Test]
    public void LogPriorOverPosterior_AnySample_IsThePapersDensityOfBothLevels()
    {
        // Written with v itself: q(v|x, u) has the mean (a / b^2 + m / s^2) / (1 / b^2 + 1 / s^2) (Sønderby et al. 2016, eq. 10 to 12).
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(2);
        var latent = New(generator);
        var head = randn(20, latent.HeadWidth, generator: generator);
        var noise = latent.DrawNoise(20, generator);
        var z = latent.Sample(head, noise, LatentDistribution.Exact);
        var layers = latent.State.children().ToArray();
        var (up, down) = ((nn.Module<Tensor, Tensor>)layers[0], (nn.Module<Tensor, Tensor>)layers[1]);

        var ownMean = head.narrow(1, 0, Lower);
        var ownVariance = head.narrow(1, Lower, Lower).exp();
        var upper = up.call(head.narrow(1, 2 * Lower, latent.HeadWidth - (2 * Lower))).chunk(2, 1);
        var u = upper[0] + ((upper[1] / 2).exp() * noise.narrow(1, Lower, Upper));
        var prior = down.call(u).chunk(2, 1);
        var (center, spread) = (prior[0], prior[1].exp());
        var variance = 1 / ((1 / ownVariance) + (1 / spread));
        var mean = variance * ((ownMean / ownVariance) + (center / spread));
        var v = mean + (variance.sqrt() * noise.narrow(1, 0, Lower));
        var expected =
            LogNormal(u, zeros_like(u), ones_like(u))
            - LogNormal(u, upper[0], upper[1].exp())
            + LogNormal(v, center, spread)
            - LogNormal(v, mean, variance);

        Assert.Multiple(() =>
        {
            Assert.That(Values(latent.ToDecoder(z)), Is.EqualTo(Values(v)).AsCollection.Within(1e-4));
            Assert.That(
                Values(latent.LogPriorOverPosterior(head, z)),
                Is.EqualTo(Values(expected)).AsCollection.Within(1e-3)
            );
        });
    }

    [Test]
    public void ToDecoder_PriorSamples_HaveThePriorsMomentsOfTheLowerLatents()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var generator = new Generator(3);
        var latent = New(generator);
        var u = randn(1, Upper, generator: generator);
        var e = randn(100_000, Lower, generator: generator);
        var v = latent.ToDecoder(cat([e, u.expand(100_000, Upper)], 1));
        var halves = ((nn.Module<Tensor, Tensor>)latent.State.children().Last()).call(u).chunk(2, 1);

        Assert.Multiple(() =>
        {
            Assert.That(Values(v.mean([0L])), Is.EqualTo(Values(halves[0])).AsCollection.Within(0.02));
            Assert.That(Values(v.std(0).log() * 2), Is.EqualTo(Values(halves[1])).AsCollection.Within(0.02));
        });
    }

    [Test]
    public void Loss_Gradient_EqualsFiniteDifferences()
    {
        const double Step = 1e-2;
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var latent = New(generator);
        var head = randn(2, latent.HeadWidth, generator: generator).requires_grad_();
        var noise = latent.DrawNoise(2, generator);
        Tensor Loss(Tensor h)
        {
            var z = latent.Sample(h, noise, temperature: 1);
            return latent.ToDecoder(z).sin().sum() + latent.KlPerLatent(h, z).sum();
        }

        var gradient = Values(autograd.grad([Loss(head)], [head])[0]);
        for (var i = 0; i < gradient.Length; i++)
        {
            var change = new float[gradient.Length];
            change[i] = (float)Step;
            var moved = tensor(change, head.shape);
            var slope = (Loss(head.detach() + moved) - Loss(head.detach() - moved)).item<float>() / (2 * Step);
            Assert.That(gradient[i], Is.EqualTo(slope).Within(5e-3), $"element {i}");
        }
    }

    [Test]
    public void Fit_LadderWithWarmUp_LowersTheLossAndTrainsTheLayersBetweenTheLevels()
    {
        var options = Some.Options(epochCount: 20) with
        {
            Latent = new LadderLatentOptions { UpperDim = 1, HiddenDim = 8 },
            LatentDim = 3,
            Kl = new VaeKlOptions { WarmUp = VaeKlWarmUp.Linear, WarmUpEpochs = 5 },
        };
        using var trained = new VaeTrainer(options).Fit(Some.View(Some.Values(300)), "Features");
        using var shorter = new VaeTrainer(options with { EpochCount = 1 }).Fit(
            Some.View(Some.Values(300)),
            "Features"
        );
        var (first, last) = (shorter.History[^1].Training, trained.History[^1].Training);

        Assert.Multiple(() =>
        {
            Assert.That(last.Total, Is.LessThan(first.Total - 0.3));
            foreach (
                var (before, after) in shorter
                    .Network.Latent.State!.parameters()
                    .Zip(trained.Network.Latent.State!.parameters())
            )
            {
                Assert.That(Values(after), Is.Not.EqualTo(Values(before)).AsCollection);
            }
        });
    }

    private static LadderLatent New(Generator generator)
    {
        var latent = new LadderLatent(Lower + Upper, Upper, hiddenDim: 4);
        foreach (var weight in latent.State.parameters())
        {
            using var noGrad = no_grad();
            weight.copy_(randn(weight.shape, generator: generator));
        }

        return latent;
    }

    private static Tensor LogNormal(Tensor x, Tensor mean, Tensor variance) =>
        -0.5 * (((x - mean).square() / variance) + variance.log() + Math.Log(2 * Math.PI)).sum(1);

    private static float[] Values(Tensor values) => TensorValues.Floats(values.contiguous());
}
