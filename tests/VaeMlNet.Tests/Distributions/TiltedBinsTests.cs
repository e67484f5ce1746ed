namespace VaeMlNet.Tests;

/// <summary>Probabilities of bins with another mean and variance.</summary>
internal sealed class TiltedBinsTests
{
    private static readonly float[] Means = [-3, -1, 0, 0.5f, 2, 5, 9];
    private static readonly float[] Probabilities = [0.1f, 0.2f, 0.1f, 0.25f, 0.2f, 0.1f, 0.05f];

    [TestCase(1, 1)]
    [TestCase(2, 0.7)]
    [TestCase(-1, 0.4)]
    [TestCase(4, 0.9)]
    public void Tilt_MeanAndSpreadThatBinsCanHave_HasThem(double mean, double spread)
    {
        var tilted = TiltedBins.Tilt(Means, Probabilities, mean, spread);

        Assert.That(tilted.Sum(), Is.EqualTo(1).Within(1e-5));
        Assert.That(Mean(tilted), Is.EqualTo(mean).Within(1e-3));
        Assert.That(Deviation(tilted), Is.EqualTo(spread * Deviation(Probabilities)).Within(1e-3));
    }

    [Test]
    public void Tilt_OwnMeanAndSpread_ChangesNothing()
    {
        var tilted = TiltedBins.Tilt(Means, Probabilities, Mean(Probabilities), 1);

        Assert.That(tilted, Is.EqualTo(Probabilities).Within(1e-4));
    }

    [TestCase(100, 6)]
    [TestCase(-100, 0)]
    public void Tilt_MeanBeyondTheBins_IsTheOuterBin(double mean, int bin) =>
        Assert.That(TiltedBins.Tilt(Means, Probabilities, mean, 0.5)[bin], Is.GreaterThan(0.9f));

    [Test]
    public void Tilt_CertainBinAndAnotherMean_ReachesTheOtherBins() =>
        Assert.That(Mean(TiltedBins.Tilt(Means, [0, 0, 1, 0, 0, 0, 0], 2, 1)), Is.EqualTo(2).Within(0.2));

    [Test]
    public void Tilt_OneBin_KeepsIt() => Assert.That(TiltedBins.Tilt([4], [1], 7, 0.5), Is.EqualTo(new[] { 1f }));

    private static double Mean(float[] probabilities) => probabilities.Zip(Means, (p, x) => (double)p * x).Sum();

    private static double Deviation(float[] probabilities)
    {
        var mean = Mean(probabilities);
        return Math.Sqrt(probabilities.Zip(Means, (p, x) => p * Math.Pow(x - mean, 2)).Sum());
    }
}
