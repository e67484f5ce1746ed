namespace VaeMlNet.Tests;

public class QuantileTests
{
    // numpy.quantile([4, 1, 3, 2], q)
    [TestCase(0.0, 1)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.99, 3.97)]
    [TestCase(1.0, 4)]
    public void Of_UnorderedValues_Interpolates(double quantile, double expected) =>
        Assert.That(Quantile.Compute([4, 1, 3, 2], quantile), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void Of_OneValue_IsThatValue() => Assert.That(Quantile.Compute([7], 0.99), Is.EqualTo(7));

    [TestCase(0.25, 3.5)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.6, 2.5)]
    [TestCase(0.1, 4)]
    [Proves(29)]
    public void ExceededBy_Share_IsHalfwayBetweenNeighbors(double share, double expected) =>
        Assert.That(Quantile.ExceededBy([4, 1, 3, 2], share), Is.EqualTo(expected));

    [Test]
    public void ExceededBy_TwoValuesNextToEachOther_HasOneAbove() =>
        Assert.That(Quantile.ExceededBy([1, Math.BitIncrement(1.0)], 0.5), Is.LessThan(Math.BitIncrement(1.0)));

    // ceil((n + 1)(1 - rate)) by hand: n = 4.
    [TestCase(0.2, 4)]
    [TestCase(0.4, 3)]
    [TestCase(0.5, 3)]
    [TestCase(0.8, 1)]
    [TestCase(0.1, 4, Description = "too few values: the largest")]
    public void Conformal_Rate_IsTheOrderStatistic(double rate, double expected) =>
        Assert.That(Quantile.Conformal([4, 1, 3, 2], rate), Is.EqualTo(expected));

    [TestCase(0.01, 99)]
    [TestCase(0.05, 19)]
    [TestCase(0.3, 3)]
    [TestCase(0.5, 1)]
    public void RowsNeeded_Rate_IsOneOverItLessOne(double rate, double expected) =>
        Assert.That(Quantile.RowsNeeded(rate), Is.EqualTo(expected));

    [Test]
    [Proves(29)]
    public void Conformal_NewValues_ExceedItAtMostAsOftenAsPromised()
    {
        const double rate = 0.1;
        var random = new Random(1);
        var above = Enumerable
            .Range(0, 20_000)
            .Count(_ =>
                random.NextDouble() > Quantile.Conformal(Enumerable.Range(0, 24).Select(_ => random.NextDouble()), rate)
            );

        // floor(25 * 0.1) = 2 of 25 places are above.
        Assert.That(above / 20_000.0, Is.EqualTo(2 / 25.0).Within(0.006), "3 standard deviations");
    }
}
