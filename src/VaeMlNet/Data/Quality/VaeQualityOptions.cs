namespace VaeMlNet;

/// <summary>Options for <c>CompareSyntheticRows</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeQualityOptions
{
    /// <summary>Gets the columns to compare. Each must be in both views with one type: Single, Vector&lt;Single, k&gt;, Boolean or Key&lt;UInt32&gt;.</summary>
    /// <value>Default: null, which means every visible column of the synthetic rows.</value>
    public string[]? ColumnNames { get; init; }

    /// <summary>
    /// Gets the largest number of rows of each view that are used for distances, associations and the search for copies. If there
    /// are more rows, a random sample is used.
    /// </summary>
    /// <value>Default: 50,000. Range: 2 and up.</value>
    /// <remarks>
    /// Choose fewer for shorter runs. Wide rows reduce the number: at most 20 million cells of each view are kept.
    /// </remarks>
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>
    /// Gets the largest number of rows of each view for the classifiers and for the distances to the nearest record. They are
    /// sampled from the rows that <see cref="MaximumRows"/> allows.
    /// </summary>
    /// <value>Default: 2,000. Range: 2 and up.</value>
    /// <remarks>The time grows with the square of this number. Rows of 250 slots or more reduce it.</remarks>
    public int NeighborRows { get; init; } = 2_000;

    /// <summary>Gets the number of folds in the cross-validation of the classifiers.</summary>
    /// <value>Default: 5. Range: 2 and up.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>Gets the seed of the samples and the folds.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>Another seed gives other samples and folds.</remarks>
    public int Seed { get; init; } = 1;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(NeighborRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(FoldCount, 2);
    }
}
