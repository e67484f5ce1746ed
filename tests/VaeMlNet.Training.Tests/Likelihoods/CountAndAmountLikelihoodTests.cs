using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>
/// The likelihoods of counts and amounts. The expected values come from the textbook formulas of the probabilities (Gamma functions), evaluated with
/// 40 digits by mpmath 1.3.0.
/// </summary>
public sealed class CountAndAmountLikelihoodTests
{
    // -log(gammaprod([x + r], [r, x + 1]) * p**r * (1 - p)**x) with r = 1/a and p = r/(r + m).
    [TestCase(3, 0.5, 0, 1.8325814637483101)]
    [TestCase(3, 0.5, 4, 2.2664460463781725)]
    [TestCase(0.2, 2, 1, 2.1141462673659198)]
    [TestCase(150, 0.05, 400, 17.901174295227943)]
    [TestCase(1e5, 0.3, 123456, 12.145014626116466)]
    [TestCase(7, 1e-4, 5, 2.057991065776941)]
    public void NegativeLogLikelihood_NegativeBinomial_MatchesReference(
        double mean,
        double dispersion,
        double x,
        double expected
    ) => AssertNegativeLogLikelihood(NegativeBinomial(dispersion), [LogRate(mean)], x, expected);

    // -log(exp(-(log(x) - m)**2/(2 s**2))/(x s sqrt(2 pi))).
    [TestCase(0, 1, 1, 0.91893853320467274)]
    [TestCase(1.5, 0.5, 3.25, 1.6109715717387485)]
    [TestCase(-2, 2, 1000, 18.438354006526021)]
    public void NegativeLogLikelihood_LogNormal_MatchesReference(
        double location,
        double scale,
        double x,
        double expected
    ) => AssertNegativeLogLikelihood(LogNormal(scale), [location], x, expected);

    // -log((p if x == 0 else 0) + (1 - p) f(x)).
    [TestCase(0.3, 2, 0.5, 0, 0.74444047494749584)]
    [TestCase(0.3, 2, 0.5, 3, 2.4361164856185683)]
    public void NegativeLogLikelihood_ZeroInflatedNegativeBinomial_MatchesReference(
        double probability,
        double mean,
        double dispersion,
        double x,
        double expected
    ) =>
        AssertNegativeLogLikelihood(
            ZeroInflated(NegativeBinomial(dispersion)),
            [LogRate(mean), Logit(probability)],
            x,
            expected
        );

    [TestCase(0.6, 1.5, 0, 0.37214823443727137)]
    [TestCase(0.6, 1.5, 2, 2.2985076962177716)]
    public void NegativeLogLikelihood_ZeroInflatedPoisson_MatchesReference(
        double probability,
        double mean,
        double x,
        double expected
    ) =>
        AssertNegativeLogLikelihood(
            ZeroInflated(VaeLikelihoodOptions.Poisson),
            [LogRate(mean), Logit(probability)],
            x,
            expected
        );

    [TestCase(0, 1.2039728043259361)] // -log(0.3)
    [TestCase(3.25, 1.9676465156774875)] // -log(0.7), plus the log-normal case above
    public void NegativeLogLikelihood_ZeroInflatedLogNormal_MatchesReference(double x, double expected) =>
        AssertNegativeLogLikelihood(ZeroInflated(LogNormal(0.5)), [1.5, Logit(0.3)], x, expected);

    [Test]
    public void Probability_AllCounts_SumsToOne([Values(0.01, 0.4, 2)] double dispersion, [Values] bool isInflated)
    {
        using var scope = NewDisposeScope();
        VaeLikelihoodOptions counts = NegativeBinomial(dispersion);
        using var likelihood = (isInflated ? ZeroInflated(counts) : counts).Create(1);
        var x = arange(0, 2000, 1, ScalarType.Float64).reshape(-1, 1);
        var parameters = (isInflated ? Some.Doubles(1.5, 0.4) : Some.Doubles(1.5)).expand(2000, isInflated ? 2 : 1);

        var probabilities = (-likelihood.NegativeLogLikelihoodPerSlot(parameters, x)).exp();

        Assert.That(probabilities.sum().item<double>(), Is.EqualTo(1).Within(1e-9));
    }

    [Test]
    public void Density_LogNormal_IntegratesToOneWithTheMean()
    {
        using var scope = NewDisposeScope();
        using var likelihood = LogNormal(0.7).Create(1);
        var step = 0.001;
        var logarithms = arange(-8, 10, step, ScalarType.Float64).reshape(-1, 1);
        var x = logarithms.exp();

        var density = (-likelihood.NegativeLogLikelihoodPerSlot(full_like(x, 1.2), x)).exp() * x * step;

        Assert.That(density.sum().item<double>(), Is.EqualTo(1).Within(1e-6));
        Assert.That(
            likelihood.Mean(Some.Doubles(1.2)).item<double>(),
            Is.EqualTo((density * x).sum().item<double>()).Within(1e-4).Percent
        );
    }

    [Test]
    public void NegativeLogLikelihood_SmallDispersion_IsThatOfPoisson()
    {
        using var scope = NewDisposeScope();
        using var poisson = VaeLikelihoodOptions.Poisson.Create(4);
        using var negativeBinomial = NegativeBinomial(1e-9).Create(4);
        var (outputs, x) = (Some.Doubles(-1, 0.5, 2, 6), Some.Doubles(0, 2, 9, 350));

        Assert.That(
            negativeBinomial.NegativeLogLikelihoodPerSlot(outputs, x).data<double>().ToArray(),
            Is.EqualTo(poisson.NegativeLogLikelihoodPerSlot(outputs, x).data<double>().ToArray()).Within(1e-4)
        );
    }

    [TestCase(-1e30f)]
    [TestCase(1e30f)]
    public void Mean_ExtremeOutputs_IsFinite(float output)
    {
        foreach (
            var options in LikelihoodCases.All.Where(o =>
                o is not GaussianLikelihoodOptions and not StudentTLikelihoodOptions
            )
        )
        {
            using var scope = NewDisposeScope();
            using var likelihood = options.Create(LikelihoodCases.Width);
            var outputs = full(
                4,
                likelihood.ParameterWidth,
                options is LogNormalLikelihoodOptions ? MathF.Sign(output) * 1e3f : output
            );
            var mean = TensorValues.Floats(likelihood.Mean(outputs));

            Assert.That(mean, Has.All.Matches<float>(float.IsFinite), $"{options}");
        }
    }

    [Test]
    public void EncoderInput_AmountsOfATable_AreStandardizedWithZerosTwoDeviationsBelow()
    {
        using var scope = NewDisposeScope();
        var amounts = tensor([0, MathF.Exp(3), MathF.Exp(5), float.NaN], [4, 1]);
        using var positive = LogNormal(1).CreateForNumbers([3], [2]);
        using var withZeros = ZeroInflated(LogNormal(1)).CreateForNumbers([3], [2]);

        Assert.That(
            TensorValues.Floats(positive.EncoderInput(amounts))[1..],
            Is.EqualTo(new[] { 0, 1, float.NaN }).Within(1e-5)
        );
        Assert.That(
            TensorValues.Floats(withZeros.EncoderInput(amounts)),
            Is.EqualTo(
                    new[] { -2, 0.5 * Math.Log(1 + Math.Exp(-4)), 1 + (0.5 * Math.Log(1 + Math.Exp(-6))), float.NaN }
                )
                .Within(1e-5)
        );
    }

    [Test]
    public void CreateForNumbers_LogNormal_HasTheMeanInTheUnitOfTheTableAndAScoreWithoutIt()
    {
        using var scope = NewDisposeScope();
        using var small = LogNormal(0.5).CreateForNumbers([0], [2]);
        using var large = LogNormal(0.5).CreateForNumbers([MathF.Log(1000)], [2]);
        var outputs = tensor(new float[] { 0.3f }, [1, 1]);

        float Score(Likelihood likelihood, float x) =>
            likelihood.NegativeLogLikelihoodPerSlot(outputs, tensor(new[] { x }, [1, 1])).item<float>();

        Assert.That(large.Mean(outputs).item<float>(), Is.EqualTo(1000 * Math.Exp(0.6 + 0.5)).Within(0.01).Percent);
        Assert.That(Score(large, 5000), Is.EqualTo(Score(small, 5)).Within(1e-4));
        // The density of x with the mean 0.6 and the standard deviation 1 of log x.
        Assert.That(
            Score(small, 5),
            Is.EqualTo(Math.Log(5) + (0.5 * Math.Log(2 * Math.PI)) + (Math.Pow(Math.Log(5) - 0.6, 2) / 2)).Within(1e-5)
        );
    }

    private static NegativeBinomialLikelihoodOptions NegativeBinomial(double dispersion) =>
        new() { Dispersion = dispersion, Learned = VaeLearnedScale.None };

    private static LogNormalLikelihoodOptions LogNormal(double scale) =>
        new() { Scale = scale, Learned = VaeLearnedScale.None };

    private static ZeroInflatedLikelihoodOptions ZeroInflated(VaeLikelihoodOptions values) => new() { Values = values };

    /// <summary>Returns the raw output of a mean, of which 1 / mean = exp(-output) + 2^-24.</summary>
    private static double LogRate(double mean) => -Math.Log((1 / mean) - Math.Pow(2, -24));

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));

    private static void AssertNegativeLogLikelihood(
        VaeLikelihoodOptions options,
        double[] outputs,
        double x,
        double expected
    )
    {
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(1);
        var actual = likelihood.NegativeLogLikelihoodPerSlot(Some.Doubles(outputs), Some.Doubles(x));

        Assert.That(actual.item<double>(), Is.EqualTo(expected).Within(1e-6).Percent);
    }
}
