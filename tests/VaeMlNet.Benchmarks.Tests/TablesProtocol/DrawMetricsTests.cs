namespace VaeMlNet.Benchmarks.Tests;

internal sealed class DrawMetricsTests
{
    [Test]
    public void Score_TwoDraws_IsTheirDistanceMinusHalfOfTheirOwn()
    {
        // (1 + 3) / 2 - 4 / 2
        Assert.That(DrawMetrics.Score([1, 5], 2), Is.EqualTo(0).Within(1e-12));
        Assert.That(DrawMetrics.Score([1, 5], 7), Is.EqualTo(2).Within(1e-12));
        Assert.That(DrawMetrics.Score([4, 4, 4], 3), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void IsInside_DrawsOfTheSameDistribution_IsFourFifths()
    {
        Random random = new(1);

        var inside = Enumerable.Range(0, 20000).Count(_ => DrawMetrics.IsInside(Draws(), random.NextDouble(), random));

        Assert.That(inside / 20000.0, Is.EqualTo(0.8).Within(0.01));

        double[] Draws() => [.. Enumerable.Range(0, DrawMetrics.DrawCount).Select(_ => random.NextDouble())];
    }

    [Test]
    public void IsInside_AllEqual_IsFourFifths()
    {
        Random random = new(1);
        var draws = Enumerable.Repeat(1.0, DrawMetrics.DrawCount).ToArray();

        var inside = Enumerable.Range(0, 20000).Count(_ => DrawMetrics.IsInside(draws, 1, random));

        Assert.That(inside / 20000.0, Is.EqualTo(0.8).Within(0.01));
    }
}
