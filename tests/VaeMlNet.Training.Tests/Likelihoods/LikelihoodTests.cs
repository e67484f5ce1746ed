using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Densities against closed forms, and their full normalizing constants against sums and integrals.</summary>
public class LikelihoodTests
{
    // -log p of a Bernoulli with logit l: ln(1 + e^l) - l x.
    [TestCase(0, 0.3, 0.6931471805599453)]
    [TestCase(2, 1, 0.1269280110429726)]
    [TestCase(2, 0.25, 1.6269280110429725)]
    [TestCase(800, 0, 800)]
    public void NegativeLogLikelihood_Bernoulli_MatchesClosedForm(double logit, double x, double expected) =>
        AssertNegativeLogLikelihood(VaeLikelihoodOptions.Bernoulli, logit, x, expected);

    // ((x - mean)^2 / variance + ln variance + ln 2 pi) / 2.
    [TestCase(0, 0, 1, 0.9189385332046727)]
    [TestCase(1, -1, 1, 2.9189385332046727)]
    [TestCase(1, -1, 4, 2.112085713764618)]
    [Proves(23)]
    public void NegativeLogLikelihood_Gaussian_MatchesClosedForm(
        double mean,
        double x,
        double variance,
        double expected
    )
    {
        AssertNegativeLogLikelihood(new GaussianLikelihoodOptions { Variance = variance }, mean, x, expected);
        foreach (var learned in (VaeLearnedScale[])[VaeLearnedScale.Shared, VaeLearnedScale.PerFeature])
        {
            var options = new GaussianLikelihoodOptions { Variance = variance, Learned = learned };
            AssertNegativeLogLikelihood(options, mean, x, expected, tolerance: 1e-5); // the parameter is float32
        }

        // A raw scale of 0 is the initial scale.
        using var scope = NewDisposeScope();
        using var perRow = new GaussianLikelihoodOptions
        {
            Variance = variance,
            Learned = VaeLearnedScale.PerRow,
        }.Create(1);
        var actual = perRow.NegativeLogLikelihoodPerSlot(Some.Doubles(mean, 0), Some.Doubles(x));

        Assert.That(actual.item<double>(), Is.EqualTo(expected).Within(1e-6));
    }

    // One degree more than Cauchy's has an elementary density: 1 / (2 sqrt(2) s (1 + r^2 / 2)^1.5) for n = 2.
    [TestCase(0, 0, 1, 1.0397207708399179)]
    [TestCase(1, 3, 2, 2.34106561356211)]
    public void NegativeLogLikelihood_StudentTOfTwoDegrees_MatchesClosedForm(
        double mean,
        double x,
        double scale,
        double expected
    )
    {
        var closedForm =
            Math.Log(2 * Math.Sqrt(2) * scale) + (1.5 * Math.Log(1 + (Math.Pow((x - mean) / scale, 2) / 2)));

        Assert.That(closedForm, Is.EqualTo(expected).Within(1e-12));

        AssertNegativeLogLikelihood(
            new StudentTLikelihoodOptions { DegreesOfFreedom = 2, Scale = scale },
            mean,
            x,
            expected
        );
    }

    private static readonly VaeLikelihoodOptions[] Continuous =
    [
        new GaussianLikelihoodOptions { Variance = 0.3 },
        new GaussianLikelihoodOptions { Variance = 0.3, Learned = VaeLearnedScale.Shared },
        new StudentTLikelihoodOptions { DegreesOfFreedom = 3, Scale = 0.4 },
        new StudentTLikelihoodOptions { DegreesOfFreedom = 7.5, Learned = VaeLearnedScale.PerFeature },
    ];

    [TestCaseSource(nameof(Continuous))]
    public void Density_Continuous_IntegratesToOne(VaeLikelihoodOptions options)
    {
        // x = mean + tan(t): the whole line in a finite interval, and the tails of t in it.
        const int Steps = 20_001;
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(1);
        var t = linspace(-Math.PI / 2 + 1e-4, Math.PI / 2 - 1e-4, Steps, ScalarType.Float64).reshape(-1, 1);
        var x = t.tan() + 0.7;
        var density = (-likelihood.NegativeLogLikelihoodPerSlot(full_like(x, 0.7), x)).exp();
        var integral = (density / t.cos().square()).sum().item<double>() * ((Math.PI - 2e-4) / (Steps - 1));

        Assert.That(integral, Is.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Probability_CategoricalGroups_SumsToOneOverAllRows()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new CategoricalLikelihoodOptions { GroupWidths = [2, 3] }.Create(5);
        float[][] rows =
        [
            .. from i in Enumerable.Range(0, 2)
            from j in Enumerable.Range(2, 3)
            select Enumerable.Range(0, 5).Select(slot => slot == i || slot == j ? 1f : 0f).ToArray(),
        ];
        AssertProbabilitiesSumToOne(likelihood, rows);
    }

    [Test]
    public void Probability_MultinomialCounts_SumsToOneOverAllRowsOfATotal([Values(0, 1, 5)] int total)
    {
        using var scope = NewDisposeScope();
        using var likelihood = new MultinomialLikelihoodOptions().Create(3);
        float[][] rows =
        [
            .. from a in Enumerable.Range(0, total + 1)
            from b in Enumerable.Range(0, total + 1 - a)
            select new float[] { a, b, total - a - b },
        ];
        AssertProbabilitiesSumToOne(likelihood, rows);
    }

    [Test]
    public void NegativeLogLikelihood_MultinomialLongText_MatchesTheClosedForm()
    {
        // Uniform over two words: -ln(C(4000, 1500) 2^-4000), with ln C by a sum of logarithms.
        using var scope = NewDisposeScope();
        using var likelihood = new MultinomialLikelihoodOptions().Create(2);
        var logChoose = Enumerable.Range(1, 1500).Sum(i => Math.Log((2500.0 + i) / i));
        var x = Some.Doubles(1500, 2500);
        var actual = likelihood.NegativeLogLikelihoodPerSlot(Some.Doubles(0, 0), x).sum().item<double>();

        Assert.That(actual, Is.EqualTo((4000 * Math.Log(2)) - logChoose).Within(1e-7));
    }

    [Test]
    public void NegativeLogLikelihood_UnknownCategory_CountsForNothing()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new CategoricalLikelihoodOptions { GroupWidths = [2, 3] }.Create(5);
        var perSlot = likelihood.NegativeLogLikelihoodPerSlot(
            randn(1, 5),
            tensor(new float[] { 0, 0, 0, 1, 0 }, [1, 5])
        );
        var values = TensorValues.Floats(perSlot);

        Assert.That(values.Select(v => v > 0), Is.EqualTo(new[] { false, false, false, true, false }));
        Assert.That(values.Where((_, slot) => slot != 3), Is.All.Zero);
    }

    [Test]
    public void Mean_Bernoulli_IsTheProbability()
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Bernoulli.Create(2);
        var mean = likelihood.Mean(Some.Doubles(0, Math.Log(3)));

        Assert.That(mean.data<double>().ToArray(), Is.EqualTo([0.5, 0.75]).AsCollection.Within(1e-12));
    }

    [Test]
    public void Mean_Multinomial_AddsUpToTheTotal()
    {
        using var scope = NewDisposeScope();
        using var likelihood = new MultinomialLikelihoodOptions { TotalCount = 12 }.Create(2);
        var mean = likelihood.Mean(Some.Doubles(0, Math.Log(3)));

        Assert.That(mean.data<double>().ToArray(), Is.EqualTo([3, 9]).AsCollection.Within(1e-12));
    }

    private static void AssertNegativeLogLikelihood(
        VaeLikelihoodOptions options,
        double parameter,
        double x,
        double expected,
        double tolerance = 1e-12
    )
    {
        using var scope = NewDisposeScope();
        using var likelihood = options.Create(1);
        var actual = likelihood.NegativeLogLikelihoodPerSlot(Some.Doubles(parameter), Some.Doubles(x));
        Assert.That(actual.item<double>(), Is.EqualTo(expected).Within(tolerance));
    }

    private static void AssertProbabilitiesSumToOne(Likelihood likelihood, float[][] rows)
    {
        var x = Some.ToTensor(rows).to(ScalarType.Float64);
        var parameters = randn(1, x.shape[1], ScalarType.Float64).expand_as(x);
        var probabilities = (-likelihood.NegativeLogLikelihoodPerSlot(parameters, x).sum(1)).exp();
        Assert.That(probabilities.sum().item<double>(), Is.EqualTo(1).Within(1e-10));
    }
}
