namespace VaeMlNet;

/// <summary>Searches pairs of numbers of which one is never above the other, although their ranges overlap.</summary>
internal static class OrderSearch
{
    private const int MostOrders = 50;
    private const int FewestRows = 100;

    /// <summary>Returns the orders. Those that follow from two others are left out.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="implied">The pairs of columns that need no order because of other relations.</param>
    public static IReadOnlyList<ColumnOrder> Find(
        IReadOnlyList<RelationColumn> columns,
        RelationRows rows,
        IReadOnlySet<(string, string)> implied
    )
    {
        RelationColumn[] numbers = [.. columns.Where(column => column.IsNumber && column.DistinctCount > 2)];
        List<(RelationColumn Lower, RelationColumn Upper)> found = [];
        foreach (var lower in numbers)
        {
            foreach (var upper in numbers)
            {
                if (
                    lower != upper
                    && !implied.Contains((lower.Name, upper.Name))
                    && IsOrdered(lower, upper, rows.Count)
                )
                {
                    found.Add((lower, upper));
                }
            }
        }

        return
        [
            .. found
                .Where(pair =>
                    !found.Exists(first => first.Lower == pair.Lower && found.Contains((first.Upper, pair.Upper)))
                )
                .Take(MostOrders)
                .Select(pair => new ColumnOrder(pair.Lower.Name, pair.Upper.Name)),
        ];
    }

    private static bool IsOrdered(RelationColumn lower, RelationColumn upper, int rowCount)
    {
        // Ranges that do not overlap say nothing.
        if (lower.Maximum <= upper.Minimum || lower.Minimum > upper.Minimum || lower.Maximum > upper.Maximum)
        {
            return false;
        }

        var (known, isEqual, shifted, broken) = (0, 0, 0, 0);
        for (var row = 0; row < rowCount; row++)
        {
            var (low, high) = (lower.Values[row], upper.Values[row]);
            if (low > high)
            {
                return false;
            }

            known += low <= high ? 1 : 0;
            isEqual += low == high ? 1 : 0;
            var other = upper.Values[(row + (rowCount / 2)) % rowCount];
            shifted += float.IsNaN(low) || float.IsNaN(other) ? 0 : 1;
            broken += low > other ? 1 : 0;
        }

        return known >= FewestRows && isEqual < known && RelationRows.IsMoreThanChance(broken, shifted);
    }
}
