using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class LikelihoodTests
{
    // -log p of a Bernoulli with logit l: ln(1 + e^l) - l x.
    [TestCase(0, 0.3, 0.6931471805599453)]
    [TestCase(2, 1, 0.1269280110429726)]
    [TestCase(2, 0.25, 1.6269280110429725)]
    [TestCase(800, 0, 800)]
    public void NegativeLogLikelihood_Bernoulli_MatchesClosedForm(double logit, double x, double expected) =>
        AssertNegativeLogLikelihood(DecoderLikelihood.Bernoulli, logit, x, expected);

    // ((x - mean)^2 + ln 2 pi) / 2.
    [TestCase(0, 0, 0.9189385332046727)]
    [TestCase(1, -1, 2.9189385332046727)]
    public void NegativeLogLikelihood_Gaussian_MatchesClosedForm(double mean, double x, double expected) =>
        AssertNegativeLogLikelihood(DecoderLikelihood.GaussianUnitVariance, mean, x, expected);

    [TestCaseSource(typeof(Some), nameof(Some.Likelihoods))]
    public void NegativeLogLikelihoodPerSlot_AnyRows_HasTheShapeOfTheData(DecoderLikelihood kind)
    {
        using var scope = NewDisposeScope();
        using var likelihood = kind.Create(7);
        var parameters = randn(5, likelihood.ParameterWidth, ScalarType.Float64);
        var perSlot = likelihood.NegativeLogLikelihoodPerSlot(parameters, rand(5, 7, ScalarType.Float64));
        Assert.That(perSlot.shape, Is.EqualTo(new long[] { 5, 7 }));
    }

    [Test]
    public void Mean_Bernoulli_IsTheProbability()
    {
        using var scope = NewDisposeScope();
        using var likelihood = DecoderLikelihood.Bernoulli.Create(2);
        var mean = likelihood.Mean(Some.Doubles(0, Math.Log(3)));
        Assert.That(mean.data<double>().ToArray(), Is.EqualTo([0.5, 0.75]).AsCollection.Within(1e-12));
    }

    private static void AssertNegativeLogLikelihood(DecoderLikelihood kind, double parameter, double x, double expected)
    {
        using var scope = NewDisposeScope();
        using var likelihood = kind.Create(1);
        var actual = likelihood.NegativeLogLikelihoodPerSlot(Some.Doubles(parameter), Some.Doubles(x));
        Assert.That(actual.item<double>(), Is.EqualTo(expected).Within(1e-12));
    }
}
