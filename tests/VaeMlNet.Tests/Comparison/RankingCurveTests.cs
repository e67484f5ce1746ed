namespace VaeMlNet.Tests;

public sealed class RankingCurveTests
{
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { false, false, true, true }, 1)]
    [TestCase(new[] { 4f, 3, 2, 1 }, new[] { false, false, true, true }, 0)]
    [TestCase(new[] { 1f, 1, 1 }, new[] { false, true, true }, 0.5)]
    [TestCase(new[] { 1f, 2, 2, 3 }, new[] { false, true, false, true }, 0.875)]
    public void AreaUnderRoc_KnownScores_IsTheShareOfOrderedPairs(float[] scores, bool[] isPositive, double expected) =>
        Assert.That(new RankingCurve(scores, isPositive).AreaUnderRoc, Is.EqualTo(expected).Within(1e-12));
}
