namespace VaeMlNet.Tests;

public sealed class RowRandomTests
{
    private const int Count = 200_000;

    /// <summary>Six standard errors of a mean of values with variance 1.</summary>
    private const double Tolerance = 0.0135;

    [Test]
    public void Normal_ManyRowsAndSlots_IsStandardNormal()
    {
        var z = Draw((random, slot) => random.Normal(slot));

        Assert.That(z.Average(), Is.Zero.Within(Tolerance));
        Assert.That(z.Average(v => v * v), Is.EqualTo(1).Within(2 * Tolerance));
        Assert.That(z.Average(v => Math.Abs(v) < 1 ? 1.0 : 0), Is.EqualTo(0.6827).Within(Tolerance));
    }

    [TestCase(1.0, 0.5, Description = "Cauchy: P(|t| < 1) = 1/2")]
    [TestCase(4.0, 0.6261)]
    [TestCase(1e9, 0.6827, Description = "normal")]
    public void StudentT_AnyDegreesOfFreedom_HasItsMassWithinOne(double degreesOfFreedom, double expected)
    {
        var t = Draw((random, slot) => random.StudentT(slot, degreesOfFreedom));

        Assert.That(t.Average(v => Math.Abs(v) < 1 ? 1.0 : 0), Is.EqualTo(expected).Within(Tolerance));
        Assert.That(t.Average(v => v < 0 ? 1.0 : 0), Is.EqualTo(0.5).Within(Tolerance));
    }

    [Test]
    public void StudentT_FiveDegreesOfFreedom_HasItsVariance()
    {
        var t = Draw((random, slot) => random.StudentT(slot, 5));

        Assert.That(t.Average(v => v * v), Is.EqualTo(5.0 / 3).Within(0.08));
    }

    [Test]
    public void Category_ManyDraws_HasTheProbabilities()
    {
        var drawn = Draw((random, slot) => random.Category(slot, [0.2f, 0, 0.5f, 0.3f]));

        Assert.That(
            Enumerable.Range(0, 4).Select(k => drawn.Count(c => c == k) / (double)Count),
            Is.EqualTo(new[] { 0.2, 0, 0.5, 0.3 }).Within(Tolerance / 2)
        );
    }

    [Test]
    public void Category_ProbabilitiesThatAddUpToLess_IsNeverOneOfProbabilityZero()
    {
        var drawn = Draw((random, slot) => random.Category(slot, [0.5f, 0.4f, 0]));

        Assert.That(drawn, Is.All.LessThan(2));
    }

    [Test]
    public void Numbers_OfCellsAndLatentsRowsSlotsAndSeeds_AreDifferent()
    {
        double[] drawn =
        [
            RowRandom.OfCells(1, 5).Uniform(0),
            RowRandom.OfCells(1, 5).Uniform(1),
            RowRandom.OfCells(1, 6).Uniform(0),
            RowRandom.OfCells(1, 5ul << 32).Uniform(0),
            RowRandom.OfCells(2, 5).Uniform(0),
            RowRandom.OfLatents(1, 5, 0).Uniform(0),
            RowRandom.OfLatents(1, 5, 1).Uniform(0),
            RowRandom.OfOrder(1, 5).Uniform(0),
        ];

        Assert.That(drawn, Is.Unique);
        Assert.That(drawn, Is.All.InRange(0, 1));
        Assert.That(RowRandom.OfCells(1, 5).Uniform(0), Is.EqualTo(drawn[0]));
    }

    private static double[] Draw(Func<RowRandom, int, double> draw) =>
        [.. Enumerable.Range(0, Count).Select(i => draw(RowRandom.OfCells(1, (ulong)i / 10), i % 10))];
}
