namespace VaeMlNet.Tests;

/// <summary>The widths of bins, by which the score of a number is that of a density.</summary>
public sealed class BinWidthTests
{
    [Test]
    public void LogWidths_Bins_EndInTheMiddleBetweenTrainingValues()
    {
        NumberBins bins = new()
        {
            Lows = [0, 2, 6],
            Highs = [1, 4, 14],
            Means = [0.5f, 3, 10],
        };
        double[] widths = [1.5, 3.5, 9]; // 0 to 1.5, to 5, to 14
        var mean = widths.Average(Math.Log);

        Assert.That(bins.LogWidths(), Is.EqualTo(widths.Select(width => Math.Log(width) - mean)).Within(1e-6));
    }

    [Test]
    public void LogWidths_ScaledNumbers_AreTheSame()
    {
        NumberBins bins = new()
        {
            Lows = [-3, 2, 6],
            Highs = [-3, 4, 14],
            Means = [-3, 3, 10],
        };
        var large = bins with { Lows = [-3e6f, 2e6f, 6e6f], Highs = [-3e6f, 4e6f, 14e6f] };

        Assert.That(large.LogWidths(), Is.EqualTo(bins.LogWidths()).Within(1e-6));
    }

    [TestCase(5)]
    [TestCase(float.MaxValue)]
    public void LogWidths_OneValue_IsZero(float value)
    {
        NumberBins bins = new()
        {
            Lows = [value],
            Highs = [value],
            Means = [value],
        };

        Assert.That(bins.LogWidths(), Is.EqualTo(new[] { 0f }));
    }
}
