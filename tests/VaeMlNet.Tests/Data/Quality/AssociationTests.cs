namespace VaeMlNet.Tests;

/// <summary>Associations against closed forms.</summary>
public sealed class AssociationTests
{
    private const float Missing = float.NaN;

    [TestCase(new[] { 1f, 2, 3 }, new[] { 10f, 20, 30 }, 1)]
    [TestCase(new[] { 1f, 2, 3 }, new[] { 30f, 20, 10 }, -1)]
    [TestCase(new[] { 1f, -1, 1, -1 }, new[] { 1f, 1, -1, -1 }, 0)]
    [TestCase(new[] { 1f, 2, 3, Missing, 9 }, new[] { 10f, 20, 30, -7, Missing }, 1)]
    [TestCase(new[] { 5f, 5, 5 }, new[] { 1f, 2, 3 }, 0)]
    [TestCase(new[] { Missing, Missing }, new[] { 1f, 2 }, 0)]
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { 1f, 3, 2, 4 }, 0.8)]
    public void Pearson_KnownPairs_IsTheClosedForm(float[] a, float[] b, double expected) =>
        Assert.That(Association.Pearson(a, b), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void Pearson_LargeOffset_KeepsItsPrecision()
    {
        float[] a = [100_000.0f, 100_000.1f, 100_000.2f, 100_000.3f];

        Assert.That(Association.Pearson(a, a), Is.EqualTo(1).Within(1e-9));
        // The constant's mean is not exact in binary.
        Assert.That(Association.Pearson([0.1f, 0.1f, 0.1f], [1, 2, 3]), Is.Zero);
    }

    [Test]
    public void CramersV_CategoriesThatDetermineEachOther_IsOne() =>
        Assert.That(
            Association.CramersV([0, 1, 2, 0, 1, 2, 0, 1, 2], [2, 0, 1, 2, 0, 1, 2, 0, 1]),
            Is.EqualTo(1).Within(1e-9)
        );

    [Test]
    public void CramersV_TwoByTwoTable_IsTheFormula()
    {
        // 30, 10 / 10, 50: chi^2 / n = (30 * 50 - 10 * 10)^2 / (40 * 60 * 40 * 60)
        (var a, var b) = Table(30, 10, 10, 50);
        var phi = 1400.0 * 1400 / (40.0 * 60 * 40 * 60);
        const double Others = 99;
        var expected = Math.Sqrt((phi - (1 / Others)) / (1 - (1 / Others)));

        Assert.That(Association.CramersV(a, b), Is.EqualTo(expected).Within(1e-9));
    }

    /// <summary>Without the correction of its bias, V of these columns would be near 0.9.</summary>
    [Test]
    public void CramersV_IndependentCategories_IsNearZeroHoweverManyThereAre()
    {
        var random = new Random(1);
        float[] a = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.Next(2000))];
        float[] b = [.. Enumerable.Range(0, 3000).Select(_ => (float)random.Next(2000))];

        Assert.That(Association.CramersV(a, b), Is.LessThan(0.2));
        Assert.That(Association.CramersV(a, a), Is.EqualTo(1).Within(1e-9));
    }

    [TestCase(new[] { 0f, 0, 0 }, new[] { 0f, 1, 2 })]
    [TestCase(new[] { 0f }, new[] { 0f })]
    [TestCase(new[] { Missing, 1 }, new[] { 0f, Missing })]
    public void CramersV_OneCategoryOrTooFewRows_IsZero(float[] a, float[] b) =>
        Assert.That(Association.CramersV(a, b), Is.Zero);

    [Test]
    public void CorrelationRatio_KnownGroups_IsTheFormula()
    {
        float[] groups = [0, 0, 1, 1, 2, 2, Missing];
        float[] numbers = [1, 3, 4, 6, 7, 9, 100];
        // Means 2, 5, 8 about 5: between 2 * (9 + 0 + 9) = 36, within 6.
        var eta = 36.0 / 42;
        var expected = Math.Sqrt(1 - ((1 - eta) * 5 / 3));

        Assert.That(Association.CorrelationRatio(groups, numbers), Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase(new[] { 0f, 0, 1, 1 }, new[] { 1f, 1, 2, 2 }, 1)]
    [TestCase(new[] { 0f, 0, 1, 1 }, new[] { 5f, 5, 5, 5 }, 0)]
    [TestCase(new[] { 0f, 0, 0, 0 }, new[] { 1f, 2, 3, 4 }, 0)]
    [TestCase(new[] { 0f, 1, 2, 3 }, new[] { 1f, 2, 3, 4 }, 0)]
    public void CorrelationRatio_Extremes_AreZeroOrOne(float[] groups, float[] numbers, double expected) =>
        Assert.That(Association.CorrelationRatio(groups, numbers), Is.EqualTo(expected).Within(1e-9));

    private static (float[] A, float[] B) Table(int n00, int n01, int n10, int n11) =>
        (
            [.. Enumerable.Repeat(0f, n00 + n01), .. Enumerable.Repeat(1f, n10 + n11)],
            [
                .. Enumerable.Repeat(0f, n00),
                .. Enumerable.Repeat(1f, n01),
                .. Enumerable.Repeat(0f, n10),
                .. Enumerable.Repeat(1f, n11),
            ]
        );
}
