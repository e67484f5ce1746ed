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

    /// <summary>
    /// Ranks of categories from the first sample alone would tell what only the second has. Pairs of equal rows in one fold would leave the rest of a category
    /// to the sample that has more of it.
    /// </summary>
    [Test]
    [TestCase(150, 1)]
    [TestCase(400, 1)]
    [TestCase(6, 2)]
    [TestCase(3, 2)]
    [TestCase(3, 4)]
    [Proves(86)]
    public void Auc_CategoriesOfOneDistribution_IsHalfInTheMean(int categoryCount, int columnCount)
    {
        double[] areas = [.. Enumerable.Range(1, 20).Select(Area)];
        double[] scores = [.. Enumerable.Range(1, 20).Select(StandardScore)];

        TestContext.Out.WriteLine($"{areas.Average():f3} {scores.Average():f2}");

        Assert.That(areas.Average(), Is.EqualTo(0.5).Within(0.03));
        Assert.That(scores.Average(), Is.Zero.Within(4 / Math.Sqrt(20)));

        double Area(int seed)
        {
            Random random = new(seed);
            return TwoSampleTest.Auc(Categories(random), Categories(random), foldCount: 5, seed: 1, random)!.Value;
        }

        double StandardScore(int seed)
        {
            Random random = new(seed);
            return TwoSampleTest.Test(Categories(random), Categories(random), 1, random)!.Value.StandardScore;
        }

        ComparedTable Categories(Random random) =>
            new(
                [.. Enumerable.Range(0, columnCount).Select(i => new ComparedSlot($"c{i}", false))],
                [
                    .. Enumerable
                        .Range(0, columnCount)
                        .Select(_ => Enumerable.Range(0, 150).Select(_ => (float)random.Next(categoryCount)).ToArray()),
                ],
                150
            );
    }

    [Test]
    [Proves(86)]
    public void Auc_CopiesAndRepeatedRows_IsHalf()
    {
        Random random = new(1);
        var real = Table(random, 200);
        var other = Table(random, 200);
        var repeated = other.Rows([.. Enumerable.Range(0, 200).Select(_ => random.Next(200))]);

        Assert.That(TwoSampleTest.Auc(real, real, 5, 1, random), Is.EqualTo(0.5).Within(0.02));
        Assert.That(TwoSampleTest.Auc(real, repeated, 5, 1, random), Is.EqualTo(0.5).Within(0.08));
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
