namespace VaeMlNet;

/// <summary>The rows in which relations are searched, and those that must confirm them.</summary>
internal sealed record RelationRows(int[] Search, int[] Confirmation)
{
    /// <summary>The fewest rows in which relations are searched. Fewer rows have too many by chance.</summary>
    public const int Fewest = 40;

    /// <summary>The fewest search rows in which a column of a relation differs from its most frequent value.</summary>
    public const int FewestInformative = 20;

    private const int ConfirmationDistance = 4;

    /// <summary>Gets the number of rows.</summary>
    public int Count => Search.Length + Confirmation.Length;

    public static RelationRows Split(int count) =>
        new(
            [.. Enumerable.Range(0, count).Where(row => row % ConfirmationDistance != ConfirmationDistance - 1)],
            [.. Enumerable.Range(0, count).Where(row => row % ConfirmationDistance == ConfirmationDistance - 1)]
        );
}
