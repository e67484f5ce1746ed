namespace VaeMlNet.Tests;

public sealed class TwoSampleTestTests
{
    /// <summary>The standard normal quantiles of 0.9, 0.95 and 0.99.</summary>
    private static readonly (double Rate, double Quantile)[] Levels = [(0.1, 1.2816), (0.05, 1.6449), (0.01, 2.3263)];

    [Test]
    [Proves(86)]
    public void Test_SamplesOfOneDistribution_HaveStandardScores()
    {
        double[] scores = [.. Enumerable.Range(1, 60).Select(seed => Score(seed, rowCount: 60))];

        // Four standard errors.
        Assert.That(scores.Average(), Is.Zero.Within(4 / Math.Sqrt(60)));
        Assert.That(scores.Count(score => score > 1.6449), Is.LessThanOrEqualTo(10));
    }

    /// <summary>Out-of-fold scores of five forests exceeded the level of 0.05 in 10 to 12.5 % of such samples, two-sided.</summary>
    [Test]
    [Category("Long")]
    [Proves(86)]
    public void Test_2000SamplesOfOneDistribution_HaveTheRatesOfTheLevels([Values(40, 200)] int rowCount)
    {
        const int count = 2000;
        double[] scores = [.. Enumerable.Range(1, count).AsParallel().Select(seed => Score(seed, rowCount))];
        foreach (var (rate, quantile) in Levels)
        {
            var above = scores.Count(score => score > quantile);
            TestContext.Out.WriteLine($"{rowCount} rows: {above} of {count} above the level {rate}");

            Assert.That(above, Is.EqualTo(rate * count).Within(3.5 * Math.Sqrt(count * rate * (1 - rate))), $"{rate}");
        }
    }

    [Test]
    public void Test_SamplesOfTwoDistributions_AreToldApart()
    {
        Random random = new(1);

        var (area, score) = TwoSampleTest.Test(Table(random, 200), Table(random, 200, shift: 1), 1, random)!.Value;

        Assert.That(area, Is.GreaterThan(0.65));
        Assert.That(score, Is.GreaterThan(4));
    }

    [Test]
    public void Test_EqualRowsOnly_HaveTheScoreZero()
    {
        ComparedTable constant = new([new("a", true)], [new float[20]], 20);

        var (area, score) = TwoSampleTest.Test(constant, constant, 1, new Random(1))!.Value;

        Assert.That((area, score), Is.EqualTo((0.5, 0.0)));
    }

    private static double Score(int seed, int rowCount)
    {
        Random random = new(seed);
        return TwoSampleTest.Test(Table(random, rowCount), Table(random, rowCount), seed, random)!.Value.StandardScore;
    }

    /// <summary>Returns rows of two related numbers, a whole number with ties, and a category of many values, most of them rare.</summary>
    private static ComparedTable Table(Random random, int rowCount, float shift = 0)
    {
        var values = new float[4][];
        for (var slot = 0; slot < values.Length; slot++)
        {
            values[slot] = new float[rowCount];
        }

        for (var row = 0; row < rowCount; row++)
        {
            values[0][row] = random.NextSingle() + random.NextSingle() + shift;
            values[1][row] = values[0][row] + random.NextSingle();
            values[2][row] = random.Next(3);
            values[3][row] = (int)(1 / (0.01 + random.NextSingle()));
        }

        return new([new("a", true), new("b", true), new("c", true), new("d", false)], values, rowCount);
    }
}
