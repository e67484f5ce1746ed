namespace VaeMlNet;

/// <summary>Measures the distances of rows to their closest records (Platzer and Reutterer 2021).</summary>
internal static class NearestRecords
{
    /// <summary>
    /// Returns the median over <paramref name="rows"/> of the distance to the closest of <paramref name="records"/>.
    /// </summary>
    public static double MedianDistance(EncodedRows rows, EncodedRows records) =>
        Median(rows.Count, row => Closest(rows, row, records, except: -1));

    /// <summary>Returns the median distance of rows to the closest other row of the same rows; null for one row.</summary>
    public static double? MedianDistance(EncodedRows rows) =>
        rows.Count > 1 ? Median(rows.Count, row => Closest(rows, row, rows, except: row)) : null;

    private static double Median(int count, Func<int, float> distance)
    {
        var distances = new float[count];
        Parallel.For(0, count, row => distances[row] = distance(row));
        Array.Sort(distances);
        return (distances[(count - 1) / 2] + (double)distances[count / 2]) / 2;
    }

    private static float Closest(EncodedRows rows, int row, EncodedRows records, int except)
    {
        var least = float.PositiveInfinity;
        for (var other = 0; other < records.Count; other++)
        {
            if (other != except)
            {
                least = Math.Min(least, rows.SquaredDistance(row, records, other));
            }
        }

        return MathF.Sqrt(least);
    }
}
