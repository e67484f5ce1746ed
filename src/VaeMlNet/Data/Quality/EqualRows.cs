namespace VaeMlNet;

/// <summary>Finds rows that equal other rows in every cell. Missing cells equal each other.</summary>
internal static class EqualRows
{
    /// <summary>Returns pairs of equal rows of two tables. Each row is in at most one pair.</summary>
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

    private sealed class RowComparer : IEqualityComparer<float[]>
    {
        public static RowComparer Instance { get; } = new();

        // Equals of floats: NaN equals NaN, -0 equals 0.
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
