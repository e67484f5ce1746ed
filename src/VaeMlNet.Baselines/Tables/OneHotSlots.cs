namespace VaeMlNet.Baselines;

/// <summary>
/// The slots of scaled rows in a matrix of numbers and one-hot categories. The 100 most frequent levels of a column have a slot each, and
/// all others share one.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="levelCounts">The number of levels of each column; 0 for numbers.</param>
internal sealed class OneHotSlots(int[] levelCounts)
{
    private const int MostLevels = 100;

    /// <summary>Gets the number of slots of each column.</summary>
    public int[] Widths { get; } =
        Array.ConvertAll(levelCounts, count => count == 0 ? 1 : Math.Min(count, MostLevels + 1));

    /// <summary>Gets the first slot of each column.</summary>
    public int[] Starts
    {
        get
        {
            var next = 0;
            return field ??= Array.ConvertAll(Widths, width => (next += width) - width);
        }
    }

    /// <summary>Returns the slot of a rank within its column.</summary>
    public static int SlotOf(double rank) => (int)Math.Min(rank, MostLevels);

    /// <summary>Returns the matrix: [slots][rows], NaN in all slots of a missing cell.</summary>
    /// <param name="scaled">The cells of <see cref="TableScaling"/>: [columns][rows].</param>
    public double[][] Encode(double[][] scaled) =>
        [
            .. Widths.SelectMany(
                (width, i) =>
                    levelCounts[i] == 0
                        ? [scaled[i]]
                        : Enumerable
                            .Range(0, width)
                            .Select(slot =>
                                Array.ConvertAll(
                                    scaled[i],
                                    rank =>
                                        double.IsNaN(rank) ? double.NaN
                                        : SlotOf(rank) == slot ? 1
                                        : 0
                                )
                            )
            ),
        ];
}
