using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The closed forms against a million draws.</summary>
public class DiagonalGaussianMonteCarloTests
{
    private const long DrawCount = 1_000_000;

    [TestCase(1.0, 0.0)]
    [TestCase(0.0, 1.0)]
    [TestCase(-2.0, -1.5)]
    [TestCase(0.7, -4.0)]
    [Proves(23)]
    public void KlPerLatent_MillionDraws_IsTheMeanLogRatio(double mean, double logVariance)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(11);
        var eps = randn(DrawCount, 1, ScalarType.Float64, generator: generator);
        var z = DiagonalGaussian.Reparameterize(Some.Doubles(mean), Some.Doubles(logVariance), eps);

        // log N(z; mean, variance) - log N(z; 0, 1), each written out.
        var variance = Math.Exp(logVariance);
        var logPosterior = ((z - mean).square() / variance + (Math.Log(2 * Math.PI) + logVariance)) * -0.5;
        var logPrior = (z.square() + Math.Log(2 * Math.PI)) * -0.5;
        var estimate = (logPosterior - logPrior).mean().item<double>();

        var exact = DiagonalGaussian.KlPerLatent(Some.Doubles(mean), Some.Doubles(logVariance)).item<double>();

        Assert.That(exact, Is.EqualTo(estimate).Within(1).Percent);
    }

    [Test]
    public void LogPriorOverPosterior_AnyDraw_IsTheDifferenceOfTheLogDensities()
    {
        using var scope = NewDisposeScope();
        // Two latents: N(1, e^2) at -1, and N(-0.5, e^-1) at 0.25.
        var ratio = DiagonalGaussian.LogPriorOverPosterior(
            Some.Doubles(1, -0.5),
            Some.Doubles(2, -1),
            Some.Doubles(-1, 0.25)
        );
        double LogNormal(double z, double mean, double variance) =>
            -0.5 * (((z - mean) * (z - mean) / variance) + Math.Log(2 * Math.PI * variance));
        var expected =
            LogNormal(-1, 0, 1)
            + LogNormal(0.25, 0, 1)
            - LogNormal(-1, 1, Math.Exp(2))
            - LogNormal(0.25, -0.5, Math.Exp(-1));

        Assert.That(ratio.item<double>(), Is.EqualTo(expected).Within(1e-12));
    }
}
