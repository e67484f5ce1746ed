namespace VaeMlNet.Benchmarks;

/// <summary>
/// Coded rows as a matrix of numbers and one-hot categories. The 100 most frequent levels of a column have a slot each, and all
/// others share one.
/// </summary>
internal static class OneHotRows
{
    private const int MaximumLevels = 100;

    /// <summary>Returns the number of slots of each column.</summary>
    public static int[] Widths(int[] levelCounts) =>
        Array.ConvertAll(levelCounts, count => count == 0 ? 1 : Math.Min(count, MaximumLevels + 1));

    /// <summary>Returns the slot of a level.</summary>
    public static int Slot(double level) => (int)Math.Min(level, MaximumLevels);

    /// <summary>Returns the first slot of each column.</summary>
    public static int[] Starts(int[] widths) => [.. widths.Select((_, i) => widths[..i].Sum())];

    /// <summary>Returns the matrix: [slots][rows], NaN in all slots of a missing cell.</summary>
    public static double[][] Encode(double[][] columns, int[] levelCounts) =>
        [
            .. Widths(levelCounts)
                .SelectMany(
                    (width, i) =>
                        levelCounts[i] == 0
                            ? [columns[i]]
                            : Enumerable
                                .Range(0, width)
                                .Select(slot =>
                                    Array.ConvertAll(
                                        columns[i],
                                        level =>
                                            double.IsNaN(level) ? double.NaN
                                            : Slot(level) == slot ? 1
                                            : 0
                                    )
                                )
                ),
        ];
}
