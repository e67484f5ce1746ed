namespace VaeMlNet.Report;

/// <summary>Chooses pairs of rows that are far apart in the latent space, so that the way between them shows a change.</summary>
internal static class DistantPairs
{
    // Rows with high scores are far from all others, and the way to them leaves the data.
    private const double ShareOfTypicalRows = 0.9;

    /// <summary>Chooses pairs, the most distant first. No row is in two pairs.</summary>
    public static IReadOnlyList<(DetailedRow From, DetailedRow To)> Choose(
        IReadOnlyCollection<DetailedRow> candidates,
        int count
    )
    {
        var typicalCount = Math.Max(2, (int)(candidates.Count * ShareOfTypicalRows));
        DetailedRow[] typical = [.. candidates.OrderBy(row => row.Score).Take(typicalCount).OrderBy(row => row.Row)];
        var ways =
            from first in Enumerable.Range(0, typical.Length)
            from second in Enumerable.Range(first + 1, typical.Length - first - 1)
            orderby SquaredDistance(typical[first].LatentMean, typical[second].LatentMean) descending, first, second
            select (From: typical[first], To: typical[second]);
        List<(DetailedRow From, DetailedRow To)> chosen = [];
        HashSet<long> taken = [];
        foreach (var way in ways)
        {
            if (chosen.Count == count)
            {
                break;
            }

            if (!taken.Contains(way.From.Row) && !taken.Contains(way.To.Row))
            {
                chosen.Add(way);
                taken.Add(way.From.Row);
                taken.Add(way.To.Row);
            }
        }

        return chosen;
    }

    private static double SquaredDistance(float[] first, float[] second) =>
        first.Zip(second, (a, b) => (double)(a - b) * (a - b)).Sum();
}
