namespace VaeMlNet;

/// <summary>The rows in which relations are searched, and those that must confirm them.</summary>
internal sealed record RelationRows(int[] Search, int[] Confirmation)
{
    /// <summary>The fewest rows in which relations are searched. Fewer rows have too many by chance.</summary>
    public const int Fewest = 40;

    /// <summary>The fewest search rows in which a column of a relation differs from its most frequent value.</summary>
    public const int FewestInformative = 20;

    private const int ConfirmationDistance = 4;

    // The number of rows, and the share of rows, that would break a relation if its columns were independent. Fewer say nothing.
    private const int FewestExpected = 20;
    private const double SmallestExpectedShare = 0.05;

    /// <summary>Gets the number of rows.</summary>
    public int Count => Search.Length + Confirmation.Length;

    /// <summary>Returns whether a relation that no row breaks is more than chance.</summary>
    /// <param name="expected">The number of rows that would break it if its columns were independent.</param>
    /// <param name="count">The number of rows that can break it.</param>
    public static bool IsMoreThanChance(double expected, int count) =>
        expected >= Math.Max(FewestExpected, SmallestExpectedShare * count);

    public static RelationRows Split(int count) =>
        new(
            [.. Enumerable.Range(0, count).Where(row => row % ConfirmationDistance != ConfirmationDistance - 1)],
            [.. Enumerable.Range(0, count).Where(row => row % ConfirmationDistance == ConfirmationDistance - 1)]
        );
}
