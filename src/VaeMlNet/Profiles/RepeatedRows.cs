namespace VaeMlNet;

/// <summary>Tells copies of rows, such as those of oversampled data, from independent rows that are equal by chance.</summary>
internal static class RepeatedRows
{
    // Of the rows. Fewer copies change no evidence.
    private const double SmallestShare = 0.05;

    // Of the different rows: those that would have an equal one if the columns were independent.
    private const double LargestShareByChance = 0.01;

    /// <summary>Returns whether rows that are equal in all cells are copies.</summary>
    /// <param name="rows">The rows. A missing cell is NaN.</param>
    public static bool AreCopies(IReadOnlyList<float[]> rows)
    {
        var differentCount = rows.Distinct(RowComparer.Instance).Count();
        if (rows.Count - differentCount < Math.Max(1, SmallestShare * rows.Count))
        {
            return false;
        }

        // Where one of two columns determines the other, nothing else tells rows of the same value from copies.
        var width = rows[0].Length;
        double shareByChance = differentCount;
        for (var slot = 0; slot < width && shareByChance > LargestShareByChance; slot++)
        {
            shareByChance *= rows.CountBy(row => row[slot]).Sum(value => Math.Pow((double)value.Value / rows.Count, 2));
        }

        return width > 2 && shareByChance <= LargestShareByChance;
    }

    /// <summary>
    /// Returns the groups of equal rows, of which a division into learned and held-out rows takes all or none. Rows that are more frequent than a twentieth are
    /// single ones: how frequent they are is to be learned.
    /// </summary>
    /// <param name="rows">The rows. A missing cell is NaN.</param>
    /// <returns>The numbers of the rows of each group, from 0.</returns>
    public static int[][] Groups(IReadOnlyList<float[]> rows)
    {
        var largest = Math.Max(2, rows.Count / 20);
        return
        [
            .. Enumerable
                .Range(0, rows.Count)
                .GroupBy(row => rows[row], RowComparer.Instance)
                .SelectMany(group =>
                    group.Count() > largest
                        ? group.Select(row => new[] { row })
                        :
                        [
                            [.. group],
                        ]
                ),
        ];
    }
}
