namespace VaeMlNet.Tests;

public sealed class RankAucTests
{
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { false, false, true, true }, 1)]
    [TestCase(new[] { 4f, 3, 2, 1 }, new[] { false, false, true, true }, 0)]
    [TestCase(new[] { 1f, 1, 1 }, new[] { false, true, true }, 0.5)]
    [TestCase(new[] { 1f, 2, 2, 3 }, new[] { false, true, false, true }, 0.875)]
    public void Of_KnownScores_IsTheShareOfOrderedPairs(float[] scores, bool[] isPositive, double expected) =>
        Assert.That(RankAuc.Compute(scores, isPositive), Is.EqualTo(expected).Within(1e-12));
}
