namespace VaeMlNet;

/// <summary>
/// The result of training on synthetic and testing on real rows: how well random forests predict a column of held-out rows.
/// </summary>
/// <remarks>
/// Each forest has 100 trees with leaves of at least 3 rows, and learns from at most 10,000 rows. Rows without a value in the
/// target column are left out. Source: Esteban et al. 2017, section 4.2. Thread safety: immutable.
/// </remarks>
public sealed record VaeTrainingQuality
{
    /// <summary>Gets the name of the predicted column.</summary>
    public required string TargetColumn { get; init; }

    /// <summary>
    /// Gets a value indicating whether the column is a number, whose score is R². Of classes, the score is the mean over the
    /// classes with at least 5 held-out rows of the area under the ROC curve of one class against all others.
    /// </summary>
    public required bool IsRegression { get; init; }

    /// <summary>
    /// Gets the score on held-out rows of the forest that learned from synthetic rows; 1 is best. Null if there are too few rows.
    /// </summary>
    public required double? Synthetic { get; init; }

    /// <summary>Gets the score of the forest that learned from the real training rows; null if there are too few rows.</summary>
    public required double? Real { get; init; }

    /// <summary>Gets the difference <see cref="Synthetic"/> - <see cref="Real"/>: below 0 if the synthetic rows teach less.</summary>
    public double? Gap => Synthetic - Real;
}
