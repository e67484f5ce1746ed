namespace VaeMlNet.Tests;

internal sealed class ValueHistogramTests
{
    private static readonly NumberBins Bins = new()
    {
        Lows = [0, 10],
        Highs = [8, 10],
        Means = [4, 10],
        Decimals = 0,
        Histogram = new ValueHistogram
        {
            Lows = [0, 4, 4, 10],
            Highs = [4, 4, 8, 10],
            Shares = [0.2f, 0.4f, 0.2f, 0.2f],
        },
    };

    [TestCase(0, 0)]
    [TestCase(0.125, 2)]
    [TestCase(0.25, 4)]
    [TestCase(0.5, 4)]
    [TestCase(0.74, 4)]
    [TestCase(0.875, 6)]
    [TestCase(1, 8)]
    public void Quantile_OfABin_FollowsItsIntervals(double place, double expected) =>
        Assert.That(Bins.Quantile(0, place), Is.EqualTo(expected).Within(1e-5));

    [Test]
    public void Quantile_OfASingleValue_IsTheValue() => Assert.That(Bins.Quantile(1, 0.3), Is.EqualTo(10));

    [Test]
    public void Quantile_WithoutHistogram_IsUniform() =>
        Assert.That((Bins with { Histogram = null }).Quantile(0, 0.25), Is.EqualTo(2));

    [Test]
    public void Shares_OfBins_AreThoseOfTheirIntervals() =>
        Assert.That(Bins.Shares(), Is.EqualTo(new[] { 0.8, 0.2 }).Within(1e-6));

    [Test]
    public void Complaint_ValidHistogram_IsNull() => Assert.That(Bins.Complaint(), Is.Null);

    [TestCase(new[] { 0f, 4, 4 }, new[] { 4f, 4, 8, 10 }, new[] { 0.2f, 0.4f, 0.2f, 0.2f }, "as many")]
    [TestCase(new float[0], new float[0], new float[0], "at least one")]
    [TestCase(new[] { 0f, 4, 3, 10 }, new[] { 4f, 4, 8, 10 }, new[] { 0.2f, 0.4f, 0.2f, 0.2f }, "interval 2")]
    [TestCase(new[] { 0f, 4, 4, 10 }, new[] { 4f, 4, 8, 9 }, new[] { 0.2f, 0.4f, 0.2f, 0.2f }, "interval 3")]
    [TestCase(new[] { float.NaN, 4, 4, 10 }, new[] { 4f, 4, 8, 10 }, new[] { 0.2f, 0.4f, 0.2f, 0.2f }, "interval 0")]
    [TestCase(new[] { 0f, 4, 4, 10 }, new[] { 4f, 4, 8, 10 }, new[] { 0.2f, 0.4f, 0.2f, 0.3f }, "add up to 1")]
    [TestCase(new[] { 0f, 4, 4, 10 }, new[] { 4f, 4, 8, 10 }, new[] { -0.2f, 0.6f, 0.4f, 0.2f }, "add up to 1")]
    [TestCase(new[] { 0f, 4, 4, 10 }, new[] { 4f, 4, 8, 10 }, new[] { float.NaN, 0.6f, 0.2f, 0.2f }, "add up to 1")]
    public void Complaint_DamagedHistogram_SaysWhatIsWrong(float[] lows, float[] highs, float[] shares, string fact)
    {
        var bins = Bins with
        {
            Histogram = new ValueHistogram
            {
                Lows = lows,
                Highs = highs,
                Shares = shares,
            },
        };

        Assert.That(bins.Complaint(), Does.Contain(fact));
    }
}
