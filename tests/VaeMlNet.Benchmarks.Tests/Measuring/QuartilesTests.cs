namespace VaeMlNet.Benchmarks.Tests;

internal sealed class QuartilesTests
{
    [Test]
    public void Of_OddCountInAnyOrder_TakesTheMiddleValues()
    {
        var quartiles = Quartiles.Compute([5, 1, 4, 2, 3]);

        Assert.That(quartiles, Is.EqualTo(new Quartiles(2, 3, 4)));
    }

    [Test]
    public void Of_EvenCount_InterpolatesBetweenValues()
    {
        var quartiles = Quartiles.Compute([1, 2, 3, 10]);

        Assert.That(quartiles, Is.EqualTo(new Quartiles(1.75, 2.5, 4.75)));
    }

    [Test]
    public void Of_OneValue_IsThatValue() =>
        Assert.That(Quartiles.Compute([0.97]), Is.EqualTo(new Quartiles(0.97, 0.97, 0.97)));

    [Test]
    public void Of_NoValues_Throws() =>
        Assert.That(() => Quartiles.Compute([]), Throws.ArgumentException.With.Message.Contains("empty"));
}
