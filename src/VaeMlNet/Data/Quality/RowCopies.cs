namespace VaeMlNet;

/// <summary>Finds rows that equal other rows in every cell. Missing cells equal each other.</summary>
internal static class RowCopies
{
    /// <summary>Returns the share of <paramref name="rows"/> that equal a row of <paramref name="others"/>.</summary>
    public static double ShareIn(ComparedTable rows, ComparedTable others)
    {
        var known = new HashSet<float[]>(RowsOf(others), RowComparer.Instance);
        return RowsOf(rows).Count(known.Contains) / (double)rows.RowCount;
    }

    /// <summary>Returns the share of rows that equal another row of the same table.</summary>
    public static double ShareAmong(ComparedTable rows) =>
        RowsOf(rows).GroupBy(row => row, RowComparer.Instance).Where(g => g.Count() > 1).Sum(g => g.Count())
        / (double)rows.RowCount;

    /// <summary>Returns pairs of equal rows of two tables. Each row is in one pair at most.</summary>
    public static IReadOnlyList<(int First, int Second)> Pairs(ComparedTable first, ComparedTable second)
    {
        var waiting = new Dictionary<float[], Queue<int>>(RowComparer.Instance);
        for (var row = 0; row < first.RowCount; row++)
        {
            var cells = first.Row(row);
            if (!waiting.TryGetValue(cells, out var rows))
            {
                waiting.Add(cells, rows = []);
            }

            rows.Enqueue(row);
        }

        var pairs = new List<(int, int)>();
        for (var row = 0; row < second.RowCount; row++)
        {
            if (waiting.TryGetValue(second.Row(row), out var rows) && rows.TryDequeue(out var other))
            {
                pairs.Add((other, row));
            }
        }

        return pairs;
    }

    private static IEnumerable<float[]> RowsOf(ComparedTable table) =>
        Enumerable.Range(0, table.RowCount).Select(table.Row);

    private sealed class RowComparer : IEqualityComparer<float[]>
    {
        public static RowComparer Instance { get; } = new();

        // Float equality here means that NaN equals NaN, and -0 equals 0.
        public bool Equals(float[]? x, float[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(float[] obj)
        {
            var hash = new HashCode();
            foreach (var cell in obj)
            {
                hash.Add(cell);
            }

            return hash.ToHashCode();
        }
    }
}
