namespace VaeMlNet.Tests;

public sealed class BinBuilderTests
{
    [Test]
    public void Build_FewDifferentValues_HaveABinEach()
    {
        var bins = new BinBuilder(40).Build([3, 1, 2, 2, 1, 3, 3]);

        Assert.That(bins.Lows, Is.EqualTo(new[] { 1f, 2, 3 }));
        Assert.That(bins.Highs, Is.EqualTo(bins.Lows));
        Assert.That(bins.Means, Is.EqualTo(bins.Lows));
        Assert.That(bins.Decimals, Is.Zero);
    }

    // The half hours of a day, or the coordinates of a grid.
    [Test]
    public void Build_MoreEquallyFrequentValuesThanBins_HaveABinEach()
    {
        var bins = new BinBuilder(40).Build([.. Enumerable.Range(0, 960).Select(i => i % 48 / 2f)]);

        Assert.That(bins.Lows, Is.EqualTo(Enumerable.Range(0, 48).Select(i => i / 2f)));
        Assert.That(bins.Highs, Is.EqualTo(bins.Lows));
    }

    [Test]
    public void Build_ManyZerosAmongAmounts_HaveABinOfTheirOwn()
    {
        var random = new Random(1);
        float[] amounts =
        [
            .. Enumerable.Range(0, 2000).Select(i => i % 2 == 0 ? 0 : (float)(random.NextDouble() * 500)),
        ];

        var bins = new BinBuilder(40).Build(amounts);

        Assert.That(bins.Count, Is.InRange(30, 40));
        Assert.That((bins.Lows[0], bins.Highs[0]), Is.EqualTo((0f, 0f)));
        Assert.That(bins.Highs.Skip(1).Zip(bins.Lows.Skip(1), (high, low) => high - low), Is.All.GreaterThan(0));
    }

    // A wild value takes the outermost bin, and the others keep their resolution.
    [Test]
    public void Build_WildValue_LeavesTheOtherBinsNarrow()
    {
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => i / 1000f), 1e9f];

        var bins = new BinBuilder(40).Build(values);

        Assert.That(bins.Count, Is.GreaterThan(20));
        Assert.That(bins.Highs.SkipLast(1).Zip(bins.Lows, (high, low) => high - low), Is.All.LessThan(0.2f));
    }

    [TestCase(new[] { 1f, 2f }, 0)]
    [TestCase(new[] { 0.5f, 2f }, 1)]
    [TestCase(new[] { 12.34f, -0.01f }, 2)]
    [TestCase(new[] { 1e-7f, 1f }, null)]
    public void Build_Decimals_AreTheFewestThatRepresentTheValues(float[] values, int? expected) =>
        Assert.That(new BinBuilder(40).Build(values).Decimals, Is.EqualTo(expected));

    [TestCase(30, 25, 1, 25)]
    [TestCase(30, 25, 100, 25)]
    [TestCase(30, 3, 10, 3)]
    [TestCase(30, 1, 1, null)]
    [TestCase(19, 25, 1, null)]
    [TestCase(30, 1_000_000, 1, null)]
    public void Build_MultiplesOfANumber_HaveItAsStep(int count, int multiple, int divisor, int? expected)
    {
        float[] values = [.. Enumerable.Range(-3, count).Select(i => (float)(i * (double)multiple / divisor))];

        var bins = new BinBuilder(40).Build(values);

        Assert.That(bins.Step, Is.EqualTo(expected));
        Assert.That(bins.Complaint(), Is.Null);
        Assert.That(values.Select(value => bins.ToPossible(value)), Is.EqualTo(values));
        Assert.That(new BinBuilder(40).Build([.. values, values[^1] + (1f / divisor)]).Step, Is.Null);
    }

    [Test]
    public void ToPossible_NumberBetweenSteps_IsTheCloserOne()
    {
        var bins = new BinBuilder(40).Build([.. Enumerable.Range(100, 50).Select(i => i * 25f)]);

        Assert.That(
            new[] { 2512.4, 2512.6, 2600, -7, 1e9 }.Select(bins.ToPossible),
            Is.EqualTo(new[] { 2500f, 2525, 2600, 2500, 3725 })
        );
    }

    // A value that occurs once may identify a person.
    [Test]
    public void Build_Histogram_HasFrequentValuesAndMovesUniqueOnes()
    {
        var random = new Random(1);
        float[] unique = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle() * 100)];
        float[] values = [.. unique, .. Enumerable.Repeat(50f, 15), .. Enumerable.Repeat(70f, 300)];

        var bins = new BinBuilder(40).Build(values);
        var histogram = bins.Histogram!;

        Assert.That(bins.Complaint(), Is.Null);
        Assert.That(histogram.Shares.Sum(), Is.EqualTo(1).Within(1e-4));

        var points = histogram.Lows.Index().Where(i => histogram.Highs[i.Index] == i.Item).ToArray();

        Assert.That(points.Select(point => point.Item), Is.EqualTo(new[] { 50f, 70f }));
        Assert.That(histogram.Shares[points[1].Index], Is.EqualTo(300 / 1315f).Within(1e-4));
        Assert.That(histogram.Lows.Skip(1).Intersect(unique), Is.Empty);

        double[] places = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())];
        var shares = bins.Shares()!;
        var belowHalf = bins.Means.Index().Where(bin => bin.Item < 25).Sum(bin => shares[bin.Index]);

        Assert.That(belowHalf, Is.EqualTo(values.Count(value => value < 25) / 1315.0).Within(0.03));
        Assert.That(
            Enumerable.Range(0, bins.Count).SelectMany(bin => places.Select(place => (float)bins.Quantile(bin, place))),
            Is.All.InRange(values.Min(), values.Max())
        );
    }

    [Test]
    public void Build_RepeatedValues_AreIntervalsOfTheirOwn()
    {
        float[] values = [.. Enumerable.Range(0, 3000).Select(i => i % 300 / 7f)];

        var bins = new BinBuilder(40).Build([.. values]);

        Assert.That(bins.Histogram!.Lows, Is.EqualTo(bins.Histogram.Highs));
        Assert.That(bins.Histogram.Lows, Is.EqualTo(values.Distinct().Order()));
    }

    [Test]
    public void Build_RepeatedValuesBeyondTheIntervals_AreTakenFromTheWholeRange()
    {
        float[] values = [.. Enumerable.Range(0, 6000).Select(i => i % 3000 / 7f)];

        var histogram = new BinBuilder(40).Build([.. values]).Histogram!;

        var ofLowerHalf = histogram
            .Lows.Zip(histogram.Highs)
            .Where(interval => interval.First == interval.Second)
            .Count(interval => interval.First < values.Max() / 2);

        Assert.That(ofLowerHalf, Is.InRange(190, 194));
    }

    [Test]
    public void Build_FewIntervals_HaveNoHistogram() =>
        Assert.That(new BinBuilder(40, intervalCount: 2).Build([1, 2, 3]).Histogram, Is.Null);

    [Test]
    public void Build_RandomValues_CoverEachValueOnceInOrder([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        float[] values =
        [
            .. Enumerable
                .Range(0, 3000)
                .Select(_ => random.Next(3) == 0 ? random.Next(5) : (float)random.NextDouble() * 10),
        ];

        var bins = new BinBuilder(20).Build([.. values]);

        Assert.That(bins.Complaint(), Is.Null);
        Assert.That(bins.Count, Is.LessThanOrEqualTo(30));

        var edges = bins.Edges();
        foreach (var value in values)
        {
            var bin = Array.FindLastIndex(edges, edge => edge <= value);

            Assert.That(value, Is.InRange(bins.Lows[bin], bins.Highs[bin]));
        }
    }

    [Test]
    public void Edges_NeighboringFloats_LieAboveTheLowerValue()
    {
        var next = MathF.BitIncrement(1);

        var bins = new BinBuilder(40).Build([1, next]);

        Assert.That(bins.Edges()[1], Is.EqualTo(next));
    }
}
