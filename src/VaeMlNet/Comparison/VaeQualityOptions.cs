namespace VaeMlNet;

/// <summary>Options for <c>CompareSyntheticRows</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeQualityOptions
{
    /// <summary>Gets the columns to compare. Each must be in all views with one type: Single, Vector&lt;Single, k&gt;, Boolean or Key&lt;UInt32&gt;.</summary>
    /// <value>Default: null, which means every visible column of the real rows.</value>
    public string[]? ColumnNames { get; init; }

    /// <summary>
    /// Gets the column that random forests learn to predict, for <see cref="VaeQualityReport.TrainingUse"/>: a Boolean or a key
    /// as a class, a number as a number. It must be one of the compared columns; a slot of a vector is named as in
    /// <see cref="VaeColumnQuality.Name"/>.
    /// </summary>
    /// <value>Default: null, which means that no forest learns from the rows.</value>
    /// <remarks>Needs held-out rows.</remarks>
    public string? TargetColumn { get; init; }

    /// <summary>Gets the largest number of rows of each view that are compared. If there are more rows, a random sample is used.</summary>
    /// <value>Default: 50,000. Range: 2 and up.</value>
    /// <remarks>Wide rows reduce the number: at most 20 million cells of each view are kept.</remarks>
    public int MaximumRows { get; init; } = 50_000;

    /// <summary>Gets the largest number of rows of each kind for the classifier of <see cref="VaeQualityReport.ClassifierAuc"/>.</summary>
    /// <value>Default: 3,000. Range: 2 and up.</value>
    /// <remarks>More rows let the classifier detect smaller differences. Rows of more than 1,600 slots reduce the number.</remarks>
    public int ClassifierRows { get; init; } = 3_000;

    /// <summary>Gets the largest number of synthetic rows for which the real rows are searched, for <see cref="VaeQualityReport.Privacy"/>.</summary>
    /// <value>Default: 1,000. Range: 1 and up.</value>
    public int PrivacyRows { get; init; } = 1_000;

    /// <summary>Gets the number of folds in the cross-validation of the classifier.</summary>
    /// <value>Default: 5. Range: 2 and up.</value>
    public int FoldCount { get; init; } = 5;

    /// <summary>Gets the seed of the samples, the folds and the forests.</summary>
    /// <value>Default: 1. Range: any number.</value>
    public int Seed { get; init; } = 1;

    internal void Check(bool hasHeldOut)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(ClassifierRows, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(PrivacyRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(FoldCount, 2);
        if (TargetColumn is not null && !hasHeldOut)
        {
            throw QualityErrors.TargetWithoutHeldOut(TargetColumn);
        }
    }
}
