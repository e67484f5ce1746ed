using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class DiagonalGaussianTests
{
    [Test]
    public void KlPerLatent_StandardNormalPosterior_IsZero()
    {
        using var scope = NewDisposeScope();
        var kl = DiagonalGaussian.KlPerLatent(zeros(2, 3), zeros(2, 3));

        Assert.That(TensorValues.Floats(kl), Is.All.Zero);
    }

    // N(1, 1): 1/2. N(0, e): (e - 2) / 2. N(-2, 1/4): (4 + 1/4 - 1 + ln 4) / 2.
    [TestCase(1, 0, 0.5)]
    [TestCase(0, 1, 0.35914091422952255)]
    [TestCase(-2, -1.3862943611198906, 2.318147180559945)]
    public void KlPerLatent_KnownMeanAndLogVariance_MatchesClosedForm(double mean, double logVariance, double expected)
    {
        using var scope = NewDisposeScope();
        var kl = DiagonalGaussian.KlPerLatent(Some.Doubles(mean), Some.Doubles(logVariance));

        Assert.That(kl.item<double>(), Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void KlPerLatent_AnyFiniteInput_IsNonNegative([Values(1, 2, 3)] int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        var mean = randn(1000, 4, ScalarType.Float64, generator: generator) * 3.0;
        var logVariance = randn(1000, 4, ScalarType.Float64, generator: generator) * 3.0;

        Assert.That(
            DiagonalGaussian.KlPerLatent(mean, logVariance).min().item<double>(),
            Is.Not.Negative,
            $"seed {seed}"
        );
    }

    [Test]
    public void Reparameterize_NoNoise_IsTheMean()
    {
        using var scope = NewDisposeScope();
        var mean = randn(3, 2);
        var z = DiagonalGaussian.Reparameterize(mean, randn(3, 2), zeros(3, 2));

        Assert.That(TensorValues.Floats(z), Is.EqualTo(TensorValues.Floats(mean)));
    }

    [Test]
    public void Reparameterize_LogVariance_ScalesNoiseByTheStandardDeviation()
    {
        using var scope = NewDisposeScope();
        var z = DiagonalGaussian.Reparameterize(Some.Doubles(1), Some.Doubles(2 * Math.Log(3)), Some.Doubles(0.5));

        Assert.That(z.item<double>(), Is.EqualTo(2.5).Within(1e-12));
    }
}
