namespace VaeMlNet.Tests;

public sealed class CountDrawTests
{
    private const int Count = 40_000;

    [TestCase(0.02)]
    [TestCase(0.7)]
    [TestCase(1)]
    [TestCase(3.5)]
    [TestCase(2000)]
    public void Gamma_ManyDraws_HaveTheShapeAsMeanAndVariance(double shape)
    {
        double[] draws =
        [
            .. Enumerable.Range(0, Count).Select(row => RowRandom.OfCells(1, (ulong)row).Gamma(3, shape)),
        ];
        var mean = draws.Average();

        Assert.That(draws, Is.All.GreaterThanOrEqualTo(0));
        Assert.That(mean, Is.EqualTo(shape).Within(5 * Math.Sqrt(shape / Count)));
        Assert.That(draws.Average(x => (x - mean) * (x - mean)), Is.EqualTo(shape).Within(20).Percent);
    }

    [Test]
    public void Gamma_ShapeOne_IsExponential()
    {
        double[] draws = [.. Enumerable.Range(0, Count).Select(row => RowRandom.OfCells(2, (ulong)row).Gamma(0, 1))];

        foreach (var x in (double[])[0.1, 0.5, 1, 2, 4])
        {
            Assert.That(
                draws.Count(draw => draw > x) / (double)Count,
                Is.EqualTo(Math.Exp(-x)).Within(5 * 0.5 / Math.Sqrt(Count)),
                $"{x}"
            );
        }
    }

    [Test]
    public void Gamma_SameRowAndSlot_IsTheSameAndOthersDiffer()
    {
        var random = RowRandom.OfCells(1, 5);

        Assert.That(random.Gamma(2, 0.5), Is.EqualTo(RowRandom.OfCells(1, 5).Gamma(2, 0.5)));
        Assert.That(random.Gamma(3, 0.5), Is.Not.EqualTo(random.Gamma(2, 0.5)));
        Assert.That(RowRandom.OfCells(1, 6).Gamma(2, 0.5), Is.Not.EqualTo(random.Gamma(2, 0.5)));
    }

    [Test]
    public void SecondUniform_ManyRows_IsIndependentOfTheFirst()
    {
        var pairs = Enumerable
            .Range(0, Count)
            .Select(row => RowRandom.OfCells(1, (ulong)row))
            .Select(random => (First: random.Uniform(0), Second: random.SecondUniform(0)))
            .ToArray();

        Assert.That(
            pairs.Average(pair => (pair.First - 0.5) * (pair.Second - 0.5)) * 12,
            Is.EqualTo(0).Within(5 / Math.Sqrt(Count))
        );
        Assert.That(pairs.Average(pair => pair.Second), Is.EqualTo(0.5).Within(5 * 0.29 / Math.Sqrt(Count)));
    }

    // log Gamma(1/2) = log(pi)/2; Gamma(5) = 24; log Gamma(0.001) and log Gamma(1E6) by mpmath 1.3.0: loggamma(x).
    [TestCase(0.5, 0.57236494292470008)]
    [TestCase(5, 3.1780538303479458)]
    [TestCase(0.001, 6.9071788853838536)]
    [TestCase(1e6, 12815504.569147611)]
    public void LogGamma_AnyArgument_MatchesReference(double z, double expected) =>
        Assert.That(GammaFunction.Log(z), Is.EqualTo(expected).Within(1e-9));
}
