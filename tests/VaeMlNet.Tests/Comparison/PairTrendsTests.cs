namespace VaeMlNet.Tests;

/// <summary>Metrics of pairs, computed by hand.</summary>
public sealed class PairTrendsTests
{
    private const float Missing = float.NaN;

    [TestCase(new[] { 1f, 2, 3 }, new[] { 10f, 20, 30 }, 1)]
    [TestCase(new[] { 1f, 2, 3 }, new[] { 30f, 20, 10 }, -1)]
    [TestCase(new[] { 1f, -1, 1, -1 }, new[] { 1f, 1, -1, -1 }, 0)]
    [TestCase(new[] { 1f, 2, 3, Missing, 9 }, new[] { 10f, 20, 30, -7, Missing }, 1)]
    [TestCase(new[] { 1f, 2, 3, 4 }, new[] { 1f, 3, 2, 4 }, 0.8)]
    [TestCase(new[] { 100_000f, 100_000.1f, 100_000.2f }, new[] { 100_000f, 100_000.1f, 100_000.2f }, 1)]
    public void Correlation_KnownPairs_IsTheClosedForm(float[] a, float[] b, double expected) =>
        Assert.That(PairTrends.Correlation(a, b), Is.EqualTo(expected).Within(1e-9));

    [TestCase(new[] { 0.1f, 0.1f, 0.1f }, new[] { 1f, 2, 3 })]
    [TestCase(new[] { 1f, 2 }, new[] { 1f, 2 })]
    [TestCase(new[] { 1f, 2, Missing, 4 }, new[] { 1f, 2, 3, Missing })]
    public void Correlation_ConstantOrTooFewRows_IsNotDefined(float[] a, float[] b) =>
        Assert.That(PairTrends.Correlation(a, b), Is.Null);

    [Test]
    public void Compare_TwoNumbers_IsHalfTheDifferenceOfCorrelations()
    {
        var pair = Compare(
            true,
            true,
            [
                [1, 2, 3, 4],
                [1, 2, 3, 4],
            ],
            [
                [1, 2, 3, 4],
                [1, 3, 2, 4],
            ]
        );

        Assert.That(pair!.Similarity, Is.EqualTo(0.9).Within(1e-6));
        Assert.That(pair.RealCorrelation, Is.EqualTo(1).Within(1e-6));
        Assert.That(pair.SyntheticCorrelation, Is.EqualTo(0.8).Within(1e-6));
    }

    [Test]
    public void Compare_ConstantNumber_IsNoPairInRealRowsAndZeroInSyntheticOnes()
    {
        Assert.That(
            Compare(
                true,
                true,
                [
                    [1, 1, 1],
                    [1, 2, 3],
                ],
                [
                    [1, 2, 3],
                    [1, 2, 3],
                ]
            ),
            Is.Null
        );

        var pair = Compare(
            true,
            true,
            [
                [1, 2, 3],
                [1, 2, 3],
            ],
            [
                [5, 5, 5],
                [1, 2, 3],
            ]
        );

        Assert.That((pair!.Similarity, pair.SyntheticCorrelation), Is.EqualTo((0.0, (double?)null)));
    }

    // Cells (0,0) and (1,1) at 1/2 each, against 1/4 in each of four: (1/4 + 1/4 + 1/4 + 1/4) / 2.
    [Test]
    public void Compare_TwoCategories_IsTheTotalVariationOfTheirTables() =>
        Assert.That(
            Compare(
                false,
                false,
                [
                    [0, 0, 1, 1],
                    [0, 0, 1, 1],
                ],
                [
                    [0, 0, 1, 1],
                    [0, 1, 0, 1],
                ]
            )!.Similarity,
            Is.EqualTo(0.5).Within(1e-9)
        );

    // The range 0 to 10 has the bins up to 1, up to 2, ...: 1 and 1.5 are in different ones, 1.5 and 2 in one. What lies outside
    // is in the first and last bin, and missing cells are in one of their own.
    [TestCase(1f, 1)]
    [TestCase(0.9f, 1)]
    [TestCase(-7f, 1)]
    [TestCase(1.5f, 2 / 3.0)]
    [TestCase(Missing, 2 / 3.0)]
    public void Compare_NumberAndCategory_BinsTheNumber(float synthetic, double expected) =>
        Assert.That(
            Compare(
                true,
                false,
                [
                    [0, 1, 10],
                    [0, 0, 1],
                ],
                [
                    [0, synthetic, 99],
                    [0, 0, 1],
                ]
            )!.Similarity,
            Is.EqualTo(expected).Within(1e-9)
        );

    [Test]
    public void Compare_ManyCategories_IsTheSameWithoutADenseTable()
    {
        Random random = new(1);
        float[][] Draw() =>
            [
                .. Enumerable
                    .Range(0, 2)
                    .Select(_ => Enumerable.Range(0, 500).Select(_ => (float)random.Next(300)).ToArray()),
            ];
        (var real, var synthetic) = (Draw(), Draw());
        var cells = real[0].Zip(real[1]).GroupBy(c => c).ToDictionary(g => g.Key, g => g.Count() / 500.0);
        foreach (var cell in synthetic[0].Zip(synthetic[1]))
        {
            cells[cell] = cells.GetValueOrDefault(cell) - (1 / 500.0);
        }

        Assert.That(
            Compare(false, false, real, synthetic)!.Similarity,
            Is.EqualTo(1 - (cells.Values.Sum(Math.Abs) / 2)).Within(1e-9)
        );
    }

    [Test]
    public void Compare_SortedRowsOfAWideTable_AreASampleOfAll()
    {
        const int rows = 1000;
        const int slots = 1600; // 390 rows of them are compared
        float[] first = [.. Enumerable.Range(0, rows).Select(row => (float)(row % 97))];
        float[] second = [.. first.Select((value, row) => row < rows / 2 ? value : -value)];
        var none = Enumerable.Repeat(float.NaN, rows).ToArray();
        ComparedTable real = new(
            [.. Enumerable.Range(0, slots).Select(slot => new ComparedSlot($"{slot}", IsNumber: true))],
            [first, second, .. Enumerable.Repeat(none, slots - 2)],
            rows
        );
        var synthetic = real.Sample(rows, new Random(2));

        (var mean, var pairs) = PairTrends.Compare(real, synthetic, seed: 1);

        Assert.That(mean, Is.GreaterThan(0.9));
        Assert.That(pairs.Single().RealCorrelation, Is.EqualTo(0).Within(0.3));
    }

    private static VaeColumnPairQuality? Compare(
        bool isFirstNumber,
        bool isSecondNumber,
        float[][] real,
        float[][] synthetic
    )
    {
        ComparedSlot[] slots = [new("A", isFirstNumber), new("B", isSecondNumber)];
        (var mean, var pairs) = PairTrends.Compare(
            new(slots, real, real[0].Length),
            new(slots, synthetic, synthetic[0].Length),
            seed: 1
        );
        Assert.That(mean, Is.EqualTo(pairs.SingleOrDefault()?.Similarity));
        return pairs.SingleOrDefault();
    }
}
