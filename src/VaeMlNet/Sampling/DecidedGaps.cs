namespace VaeMlNet;

/// <summary>The cells of synthetic rows that are missing, or have a value, because of another cell.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class DecidedGaps
{
    private readonly (int Source, ColumnGaps Gaps)?[] ofTargets; // of each column

    public DecidedGaps(VaeManifest manifest)
    {
        string[] names = [.. manifest.Columns.Select(column => column.Name)];
        ofTargets = new (int, ColumnGaps)?[names.Length];
        foreach (var gaps in manifest.ColumnRelations?.Gaps ?? [])
        {
            ofTargets[Array.IndexOf(names, gaps.Target)] = (Array.IndexOf(names, gaps.Source), gaps);
        }

        Orders = [.. Enumerable.Range(0, names.Length).Select(OrderOf)];
        Ordered = [.. Enumerable.Range(0, names.Length).OrderBy(column => Orders[column])];
    }

    /// <summary>Gets for each column a number above that of the column that decides about it, and 0 for others.</summary>
    public int[] Orders { get; }

    /// <summary>Gets all columns, those that decide about others before these.</summary>
    public int[] Ordered { get; }

    /// <summary>Returns the column that decides about another one; null for none.</summary>
    public int? SourceOf(int column) => ofTargets[column]?.Source;

    /// <summary>Returns whether a cell is missing; null if it can be either.</summary>
    /// <param name="column">The column.</param>
    /// <param name="read">Returns the cell of a column of the same row, NaN where it is missing.</param>
    public bool? IsMissing(int column, Func<int, float> read) =>
        ofTargets[column] is var (source, gaps) ? gaps.IsMissing(read(source)) : null;

    private int OrderOf(int column)
    {
        var order = 0;
        // A damaged folder can have circles.
        for (var source = SourceOf(column); source is { } next && order < ofTargets.Length; source = SourceOf(next))
        {
            order++;
        }

        return order;
    }
}
