namespace VaeMlNet;

/// <summary>Compares the relation of every two variables in real and in synthetic rows.</summary>
internal sealed class PairTrends
{
    private const int Kept = 10;

    private readonly ComparedTable real;
    private readonly ComparedTable synthetic;
    private readonly PairBins[] bins;

    private PairTrends(ComparedTable real, ComparedTable synthetic)
    {
        this.real = real;
        this.synthetic = synthetic;
        bins = [.. real.Slots.Select((slot, i) => new PairBins(slot, real.Values[i], synthetic.Values[i]))];
    }

    /// <summary>Compares all pairs, in a random sample of the rows of wide tables.</summary>
    /// <returns>The mean similarity, null where no pair has one; and the pairs that differ most.</returns>
    public static (double? Mean, IReadOnlyList<VaeColumnPairQuality> LeastSimilar) Compare(
        ComparedTable real,
        ComparedTable synthetic,
        int seed
    )
    {
        var slots = real.Slots.Count;
        Random random = new(seed);
        var trends = new PairTrends(Sample(real), Sample(synthetic));
        var rows = new (double Sum, int Count, VaeColumnPairQuality[] Least)[slots];
        Parallel.For(
            0,
            slots,
            i =>
            {
                VaeColumnPairQuality[] pairs =
                [
                    .. Enumerable
                        .Range(i + 1, slots - i - 1)
                        .Select(j => trends.Pair(i, j))
                        .OfType<VaeColumnPairQuality>(),
                ];
                rows[i] = (pairs.Sum(p => p.Similarity), pairs.Length, LeastSimilar(pairs));
            }
        );
        var count = rows.Sum(r => (long)r.Count);
        return (count > 0 ? rows.Sum(r => r.Sum) / count : null, LeastSimilar(rows.SelectMany(r => r.Least)));

        ComparedTable Sample(ComparedTable table)
        {
            var count = QualityBudget.RowsOfPairs(table.RowCount, slots);
            return count < table.RowCount ? table.Sample(count, random) : table;
        }
    }

    private static VaeColumnPairQuality[] LeastSimilar(IEnumerable<VaeColumnPairQuality> pairs) =>
        [.. pairs.OrderBy(p => p.Similarity).Take(Kept)];

    /// <summary>Returns null for two numbers that have no correlation in the real rows.</summary>
    private VaeColumnPairQuality? Pair(int first, int second)
    {
        (var a, var b) = (real.Slots[first], real.Slots[second]);
        if (!a.IsNumber || !b.IsNumber)
        {
            return new(a.Name, b.Name, PairBins.Similarity(bins[first], bins[second]));
        }

        return Correlation(real.Values[first], real.Values[second]) is not { } inReal ? null
            : Correlation(synthetic.Values[first], synthetic.Values[second]) is { } inSynthetic
                ? new(a.Name, b.Name, 1 - (Math.Abs(inReal - inSynthetic) / 2))
                {
                    RealCorrelation = inReal,
                    SyntheticCorrelation = inSynthetic,
                }
            : new(a.Name, b.Name, 0) { RealCorrelation = inReal };
    }

    /// <summary>
    /// Returns Pearson's correlation over the rows that have both numbers; null where there are fewer than 3 such rows, or
    /// one of the numbers is constant in them.
    /// </summary>
    internal static double? Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var count = 0;
        double sumA = 0;
        double sumB = 0;
        var isConstantA = true;
        var isConstantB = true;
        var first = -1;
        for (var i = 0; i < a.Length; i++)
        {
            if (!float.IsNaN(a[i]) && !float.IsNaN(b[i]))
            {
                first = first < 0 ? i : first;
                isConstantA &= a[i] == a[first];
                isConstantB &= b[i] == b[first];
                sumA += a[i];
                sumB += b[i];
                count++;
            }
        }

        return count < 3 || isConstantA || isConstantB ? null : Correlation(a, b, sumA / count, sumB / count);
    }

    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double meanA, double meanB)
    {
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (!float.IsNaN(a[i]) && !float.IsNaN(b[i]))
            {
                var x = a[i] - meanA;
                var y = b[i] - meanB;
                squaresA += x * x;
                squaresB += y * y;
                products += x * y;
            }
        }

        return Math.Clamp(products / Math.Sqrt(squaresA * squaresB), -1, 1);
    }
}
