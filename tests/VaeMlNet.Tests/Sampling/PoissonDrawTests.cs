namespace VaeMlNet.Tests;

public sealed class PoissonDrawTests
{
    private const int Count = 20_000;

    [TestCase(0.05)]
    [TestCase(3.7)]
    [TestCase(40)]
    [TestCase(12_345.6)]
    [TestCase(9e6)]
    public void DrawPoisson_ManyDraws_HaveTheRateAsMeanAndVariance(double rate)
    {
        double[] draws =
        [
            .. Enumerable
                .Range(0, rate > 1e6 ? Count / 10 : Count)
                .Select(row => PoissonFormula.Draw(rate, RowRandom.OfCells(1, (ulong)row).Uniform(0))),
        ];

        var mean = draws.Average();

        Assert.That(draws, Is.All.Matches<double>(x => x >= 0 && x == Math.Floor(x)));
        Assert.That(mean, Is.EqualTo(rate).Within(5 * Math.Sqrt(rate / draws.Length)));
        Assert.That(draws.Average(x => (x - mean) * (x - mean)), Is.EqualTo(rate).Within(20).Percent);
    }

    [Test]
    public void DrawPoisson_SmallRate_HasTheProbabilities()
    {
        const double Rate = 2.5;
        var draws = Enumerable.Range(0, Count).Select(i => PoissonFormula.Draw(Rate, (i + 0.5) / Count)).ToArray();

        var probability = Math.Exp(-Rate);
        for (var k = 0; k < 8; k++)
        {
            Assert.That(draws.Count(x => x == k) / (double)Count, Is.EqualTo(probability).Within(2.0 / Count), $"{k}");
            probability *= Rate / (k + 1);
        }
    }

    [TestCase(0, 0.999999)]
    [TestCase(1e-30, 0.999999)]
    public void DrawPoisson_NoRate_IsZero(double rate, double uniform) =>
        Assert.That(PoissonFormula.Draw(rate, uniform), Is.Zero);
}
