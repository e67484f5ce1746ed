namespace VaeMlNet;

/// <summary>Settings of <c>CompareSyntheticRows</c>.</summary>
/// <remarks>Read once, when the rows are compared. Not for concurrent change.</remarks>
public sealed class VaeQualityOptions
{
    /// <summary>
    /// Columns to compare, each in both views with one type: Single, Vector&lt;Single, k&gt;, Boolean or Key&lt;UInt32&gt;.
    /// Default: null, which means every visible column of the synthetic rows.
    /// </summary>
    public string[]? ColumnNames { get; set; }

    /// <summary>
    /// Rows of each view that distances and associations are computed from, and among which copies are looked for: all rows
    /// where there are no more, else a random sample. Default: 50,000. Range: 2 and up. Fewer are kept where rows are wide: 20
    /// million cells of each view.
    /// </summary>
    public int MaximumRows { get; set; } = 50_000;

    /// <summary>
    /// Rows of each view for the classifiers and the distances to the nearest record, drawn from those above. Work grows with
    /// its square. Default: 2,000. Range: 2 and up. Fewer are taken where rows are wide (from 250 slots on).
    /// </summary>
    public int NeighborRows { get; set; } = 2_000;

    /// <summary>Parts of the cross-validation of the classifiers. Default: 5. Range: 2 and up.</summary>
    public int FoldCount { get; set; } = 5;

    /// <summary>Seed of the samples and the folds; another seed gives other samples. Default: 1.</summary>
    public int Seed { get; set; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(NeighborRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(FoldCount, 2);
    }
}
