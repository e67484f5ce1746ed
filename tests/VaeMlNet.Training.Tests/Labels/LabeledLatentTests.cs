using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The distribution of Gaussian latents and a label.</summary>
internal sealed class LabeledLatentTests
{
    private const int LatentDim = 2;

    private static readonly float[] Shares = [0.6f, 0.3f, 0.1f];

    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    [Test]
    public void KlPerLatent_AnyHead_MatchesMonteCarlo()
    {
        const int draws = 1_000_000;
        using var generator = new Generator(2);
        var latent = NewLatent();
        var head = randn(1, latent.HeadWidth, generator: generator);
        var heads = head.expand(draws, latent.HeadWidth);
        var z = latent.Sample(heads, latent.DrawNoise(draws, generator), LatentDistribution.Exact);
        var estimate = -latent.LogPriorOverPosterior(heads, z).to(ScalarType.Float64).mean().item<double>();

        Assert.That(latent.KlPerLatent(head).shape, Is.EqualTo(new long[] { 1, LatentDim + 1 }));
        Assert.That(estimate, Is.EqualTo(latent.KlPerLatent(head).sum().item<float>()).Within(1).Percent);
    }

    [Test]
    public void DrawPrior_ManyRows_HasTheMomentsOfThePrior()
    {
        using var generator = new Generator(3);
        var z = NewLatent().DrawPrior(100_000, generator);

        Assert.That(TensorValues.Floats(z.mean([0L])), Is.EqualTo((float[])[0, 0, .. Shares]).Within(0.02));
        Assert.That(TensorValues.Floats(z.square().mean([0L])), Is.EqualTo((float[])[1, 1, .. Shares]).Within(0.02));
    }

    [TestCase(1e4)]
    [TestCase(-1e4)]
    public void Sample_ExtremeHead_IsFiniteAndSoIsTheGradient(double size)
    {
        using var generator = new Generator(6);
        var latent = NewLatent();
        var head = (linspace(-1, 1, latent.HeadWidth, ScalarType.Float32).expand(5, latent.HeadWidth) * size)
            .detach()
            .requires_grad_();
        var loss =
            latent.Sample(head, latent.DrawNoise(5, generator), temperature: 0.5).sum()
            + latent.KlPerLatent(head).sum();

        Assert.That(float.IsFinite(loss.item<float>()), Is.True);
        Assert.That(TensorValues.Floats(autograd.grad([loss], [head])[0]), Has.All.Matches<float>(float.IsFinite));
    }

    private static LabeledLatent NewLatent() =>
        new(
            new GaussianLatent(LatentDim),
            new()
            {
                Name = "Label",
                Kind = TableColumnKind.Key,
                Width = 1,
                KeyCount = Shares.Length,
                Shares = Shares,
            }
        );
}
