namespace VaeMlNet.Tests;

/// <summary>Distances of columns against closed forms and against the plain formulas.</summary>
public sealed class ColumnDistancesTests
{
    private static readonly ComparedSlot Number = new("Number", IsNumber: true);
    private static readonly ComparedSlot Category = new("Category", IsNumber: false);

    [Test]
    public void Of_SameValues_IsZero()
    {
        float[] values = [3, 1, 2, 2, float.NaN];

        var quality = ColumnDistances.Measure(Number, values, [2, 2, 3, 1]);

        Assert.That((quality.KolmogorovSmirnov, quality.Wasserstein), Is.EqualTo(((double?)0, (double?)0)));
        Assert.That(quality.TotalVariation, Is.Null);
        Assert.That((quality.RealMissingShare, quality.SyntheticMissingShare), Is.EqualTo((0.2, 0.0)).Within(1e-12));
    }

    /// <summary>A shift by c moves every quantile by c; in deviations of the real column.</summary>
    [TestCase(1e-5f)]
    [TestCase(1)]
    [TestCase(1e5f)]
    public void Of_ShiftedNumbers_HasTheShiftAsWasserstein(float unit)
    {
        float[] real = [-1 * unit, 1 * unit];

        var quality = ColumnDistances.Measure(Number, real, [1.5f * unit, 3.5f * unit]);

        Assert.That(quality.Wasserstein, Is.EqualTo(2.5).Within(1e-6));
        Assert.That(quality.KolmogorovSmirnov, Is.EqualTo(1));
    }

    [Test]
    public void Of_KnownSteps_AreTheClosedForms()
    {
        // F jumps at 0, 1, 2, 3 by 1/4; G at 1 and 3 by 1/2. |F - G| is 1/4 on [0, 1) and [2, 3), 0 on [1, 2).
        var quality = ColumnDistances.Measure(Number, [0, 1, 2, 3], [1, 3]);

        Assert.That(quality.KolmogorovSmirnov, Is.EqualTo(0.25));
        Assert.That(quality.Wasserstein, Is.EqualTo(0.5 / Math.Sqrt(1.25)).Within(1e-12));
    }

    [Test]
    public void Of_RandomNumbers_AreThePlainFormulas([Range(1, 5)] int seed)
    {
        var random = new Random(seed);
        float[] real = [.. Enumerable.Range(0, 97).Select(_ => (float)random.Next(30))];
        float[] synthetic = [.. Enumerable.Range(0, 53).Select(_ => random.NextSingle() * 40)];

        var quality = ColumnDistances.Measure(Number, real, synthetic);

        double[] points = [.. real.Concat(synthetic).Select(v => (double)v).Distinct().Order()];
        double[] differences = [.. points.Select(p => Math.Abs(Share(real, p) - Share(synthetic, p)))];
        var area = points.Zip(points.Skip(1), (from, to) => to - from).Zip(differences, (w, d) => w * d).Sum();
        double mean = real.Average();
        var deviation = Math.Sqrt(real.Average(v => (v - mean) * (v - mean)));

        Assert.That(quality.KolmogorovSmirnov, Is.EqualTo(differences.Max()).Within(1e-12));
        Assert.That(quality.Wasserstein, Is.EqualTo(area / deviation).Within(1e-9));
    }

    [Test]
    public void Of_Categories_IsHalfTheSumOfTheDifferences()
    {
        var quality = ColumnDistances.Measure(Category, [0, 0, 1, float.NaN, 2], [0, 1, 1, 3]);

        // Shares 1/2, 1/4, 1/4, 0 and 1/4, 1/2, 0, 1/4.
        Assert.That(quality.TotalVariation, Is.EqualTo(0.5).Within(1e-12));
        Assert.That((quality.KolmogorovSmirnov, quality.Wasserstein), Is.EqualTo(((double?)null, (double?)null)));
    }

    [Test]
    public void Of_ConstantRealColumn_IsMeasuredInWhatBothVaryBy()
    {
        Assert.That(ColumnDistances.Measure(Number, [7, 7, 7], [7, 7]).Wasserstein, Is.Zero);
        Assert.That(ColumnDistances.Measure(Number, [0.1f, 0.1f, 0.1f], [0.3f]).Wasserstein, Is.InRange(1, 10));
    }

    [Test]
    public void Of_NoValueOnOneSide_HasNoDistance()
    {
        var quality = ColumnDistances.Measure(Number, [float.NaN, float.NaN], [1]);

        Assert.That((quality.Distance, quality.Wasserstein), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(quality.RealMissingShare, Is.EqualTo(1));
    }

    private static double Share(float[] values, double upTo) => values.Count(v => v <= upTo) / (double)values.Length;
}
