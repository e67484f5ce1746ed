namespace VaeMlNet.Tests;

public class QuantileTests
{
    // numpy.quantile([4, 1, 3, 2], q)
    [TestCase(0.0, 1)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.99, 3.97)]
    [TestCase(1.0, 4)]
    public void Of_UnorderedValues_Interpolates(double quantile, double expected) =>
        Assert.That(Quantile.Of([4, 1, 3, 2], quantile), Is.EqualTo(expected).Within(1e-12));

    [Test]
    public void Of_OneValue_IsThatValue() => Assert.That(Quantile.Of([7], 0.99), Is.EqualTo(7));

    [TestCase(0.25, 3.5)]
    [TestCase(0.5, 2.5)]
    [TestCase(0.6, 2.5)]
    [TestCase(0.1, 4)]
    public void ExceededBy_Share_IsHalfwayBetweenNeighbours(double share, double expected) =>
        Assert.That(Quantile.ExceededBy([4, 1, 3, 2], share), Is.EqualTo(expected));

    [Test]
    public void ExceededBy_TwoValuesNextToEachOther_HasOneAbove() =>
        Assert.That(Quantile.ExceededBy([1, Math.BitIncrement(1.0)], 0.5), Is.LessThan(Math.BitIncrement(1.0)));
}
