namespace VaeMlNet;

/// <summary>Finds the categories of a column that have very few rows while all others are common, as a misspelled text does.</summary>
/// <remarks>
/// A network learns such rows by heart, so that -log p says nothing about them: their categories are as good as new ones. Columns whose categories become
/// rarer little by little, as those of cities, have none.
/// </remarks>
internal static class RareCategories
{
    private const double MostRows = 5;
    private const double LargestShare = 0.01;
    private const double LargestShareOfAll = 0.05;
    private const long FewestRowsOfAll = 2;

    // How many times as many rows the rarest of the other categories has.
    private const long LeastRatio = 10;

    /// <summary>Returns the most rows of a rare category, and how many rows such categories have together; 0 without any.</summary>
    /// <param name="counts">The rows of each category. Those without rows do not count.</param>
    public static (long MostRows, long RowsOfAll) Find(IEnumerable<long> counts)
    {
        long[] sorted = [.. counts.Where(count => count > 0).Order()];
        var rows = sorted.Sum();
        var most = Math.Clamp(LargestShare * rows, 1, MostRows);
        var mostOfAll = Math.Max(LargestShareOfAll * rows, FewestRowsOfAll);
        var (rare, rowsOfAll, sum) = (0L, 0L, 0L);
        for (var i = 0; i + 1 < sorted.Length && sorted[i] <= most && sum + sorted[i] <= mostOfAll; i++)
        {
            sum += sorted[i];
            if (sorted[i + 1] >= LeastRatio * sorted[i])
            {
                (rare, rowsOfAll) = (sorted[i], sum);
            }
        }

        return (rare, rowsOfAll);
    }
}
