namespace VaeMlNet;

/// <summary>Compares the associations of all pairs of variables in real and in synthetic rows.</summary>
internal static class AssociationDifferences
{
    private const int Kept = 10;

    /// <returns>The mean absolute difference, null without pairs; and the largest differences.</returns>
    public static (double? Mean, IReadOnlyList<VaeAssociationDifference> Largest) Measure(
        ComparedTable real,
        ComparedTable synthetic
    )
    {
        var slots = real.Slots.Count;
        var realRows = QualityBudget.RowsOfPairs(real.RowCount, slots);
        var syntheticRows = QualityBudget.RowsOfPairs(synthetic.RowCount, slots);
        var rows = new (double Sum, VaeAssociationDifference[] Largest)[Math.Max(slots - 1, 0)];
        Parallel.For(
            0,
            rows.Length,
            i =>
            {
                VaeAssociationDifference[] pairs =
                [
                    .. Enumerable
                        .Range(i + 1, slots - i - 1)
                        .Select(j => new VaeAssociationDifference(
                            real.Slots[i].Name,
                            real.Slots[j].Name,
                            Association.Between(real, i, j, realRows),
                            Association.Between(synthetic, i, j, syntheticRows)
                        )),
                ];
                rows[i] = (pairs.Sum(p => p.Difference), Largest(pairs));
            }
        );
        var pairCount = 0.5 * slots * (slots - 1);
        return (pairCount > 0 ? rows.Sum(r => r.Sum) / pairCount : null, Largest(rows.SelectMany(r => r.Largest)));
    }

    private static VaeAssociationDifference[] Largest(IEnumerable<VaeAssociationDifference> pairs) =>
        [.. pairs.OrderByDescending(p => p.Difference).Take(Kept)];
}
