namespace VaeMlNet.Tests;

/// <summary>Metrics of columns, computed by hand.</summary>
public sealed class ColumnMetricsTests
{
    private const float Missing = float.NaN;

    [TestCase(new[] { 1f, 2, 3 }, new[] { 3f, 1, 2 }, 1)]
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { 5f, 6 }, 0)]
    // After 2: 1/2 of the real values, none of the synthetic ones. After 3: 3/4 and 1/2.
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { 3f, 4 }, 0.5)]
    [TestCase(new[] { 0f, 0, 0, 1 }, new[] { 0f, 1, 1, 1 }, 0.5)]
    [TestCase(new[] { 1f, Missing, 2 }, new[] { 1f, 2, Missing, Missing }, 1)]
    [TestCase(new[] { 1f, 2 }, new[] { Missing }, 0)]
    public void Number_Shape_IsTheKSComplement(float[] real, float[] synthetic, double expected)
    {
        var quality = Number(real, synthetic);

        Assert.That(quality.KSComplement, Is.EqualTo(expected).Within(1e-9));
        Assert.That((quality.Shape, quality.TVComplement), Is.EqualTo((quality.KSComplement, (double?)null)));
    }

    [TestCase(new[] { 0f, 10 }, new[] { 0f, 10 }, 1)]
    [TestCase(new[] { 0f, 10 }, new[] { -5f, 15 }, 1)]
    [TestCase(new[] { 0f, 10 }, new[] { 2f, 9 }, 0.7)]
    [TestCase(new[] { 0f, 10 }, new[] { 20f, 30 }, 0)]
    [TestCase(new[] { 0f, 10, Missing }, new[] { 5f, Missing }, 0)]
    public void Number_RangeCoverage_IsWhatTheValuesSpan(float[] real, float[] synthetic, double expected) =>
        Assert.That(Number(real, synthetic).RangeCoverage, Is.EqualTo(expected).Within(1e-6));

    [Test]
    public void Number_WithoutRangeOrValues_HasNoCoverage()
    {
        Assert.That(Number([3, 3], [3, 4]).RangeCoverage, Is.Null);
        Assert.That(Number([1, 3], [Missing]).RangeCoverage, Is.Null);
        Assert.That(Number([Missing], [1]).Shape, Is.Null);
    }

    [Test]
    public void Number_WholeInRealRows_IsValidWhereItIsWhole()
    {
        Assert.That(Number([1, 2, Missing], [1, 2.5f, Missing, 7]).ValidShare, Is.EqualTo(0.75));
        Assert.That(Number([1, 2.5f], [1, 2]).ValidShare, Is.Null, "fractions are allowed");
    }

    // 1/2, 1/4, 1/4 missing and 1/4, 1/4, 0, 1/2 of a new one: (1/4 + 0 + 1/4 + 1/2) / 2.
    [Test]
    public void Category_Metrics_AreTheFormulas()
    {
        var quality = ColumnMetrics.Compare(new("City", IsNumber: false), [0, 0, 1, Missing], [0, 1, 2, 2]);

        Assert.That(quality.TVComplement, Is.EqualTo(0.5).Within(1e-9));
        Assert.That(quality.CategoryCoverage, Is.EqualTo(1));
        Assert.That(quality.ValidShare, Is.EqualTo(0.5));
        Assert.That((quality.RealMissingShare, quality.SyntheticMissingShare), Is.EqualTo((0.25, 0.0)));
        Assert.That(quality.MissingValueSimilarity, Is.EqualTo(0.75));
        Assert.That((quality.KSComplement, quality.RangeCoverage), Is.EqualTo(((double?)null, (double?)null)));
    }

    [Test]
    public void Category_HalfOfTheLevels_AreCovered()
    {
        var quality = ColumnMetrics.Compare(new("City", IsNumber: false), [0, 1, 2, 3], [1, 1, 3, Missing]);

        Assert.That(quality.CategoryCoverage, Is.EqualTo(0.5));
        Assert.That(quality.ValidShare, Is.EqualTo(1), "a missing cell is valid");
    }

    private static VaeColumnQuality Number(float[] real, float[] synthetic) =>
        ColumnMetrics.Compare(new("Age", IsNumber: true), real, synthetic);
}
