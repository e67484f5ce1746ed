namespace VaeMlNet;

/// <summary>The similarity of synthetic to real rows: by column, by pair of columns, as whole rows, and as training data.</summary>
/// <remarks>
/// Each part answers another question. A table of copies is perfect in all but <see cref="Privacy"/>, and columns that are drawn
/// independently are perfect in <see cref="ColumnShapes"/>. The metrics have the names and definitions of the SDMetrics library
/// where it has them. Thread safety: immutable. <see cref="ToString"/> returns a page of Markdown.
/// </remarks>
public sealed record VaeQualityReport
{
    /// <summary>Gets the number of real rows that were compared.</summary>
    public required int RealRows { get; init; }

    /// <summary>Gets the number of synthetic rows that were compared.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>Gets the number of held-out rows that were compared; null without held-out rows.</summary>
    public required int? HeldOutRows { get; init; }

    /// <summary>
    /// Gets the overall score: the mean of <see cref="ColumnShapes"/> and <see cref="ColumnPairTrends"/>, or the one that is
    /// defined. 0 to 1, 1 is best. Source: SDMetrics, QualityReport.
    /// </summary>
    public double? OverallScore => new[] { ColumnShapes, ColumnPairTrends }.Average();

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.Shape"/>. 0 to 1, 1 is best.</summary>
    public double? ColumnShapes => Columns.Average(c => c.Shape);

    /// <summary>
    /// Gets the mean <see cref="VaeColumnPairQuality.Similarity"/> of all pairs of columns. 0 to 1, 1 is best. Null for one
    /// column, and if no pair has a relation.
    /// </summary>
    public required double? ColumnPairTrends { get; init; }

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.RangeCoverage"/>. 0 to 1, 1 is best.</summary>
    public double? RangeCoverage => Columns.Average(c => c.RangeCoverage);

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.CategoryCoverage"/>. 0 to 1, 1 is best.</summary>
    public double? CategoryCoverage => Columns.Average(c => c.CategoryCoverage);

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.MissingValueSimilarity"/>. 0 to 1, 1 is best.</summary>
    public double MissingValueSimilarity => Columns.Average(c => c.MissingValueSimilarity);

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.ValidShare"/>. 0 to 1, 1 is best.</summary>
    public double? ValidShare => Columns.Average(c => c.ValidShare);

    /// <summary>
    /// Gets the area under the ROC curve of a random forest that tells synthetic from held-out rows, or from the real rows
    /// if there are no held-out rows: a classifier two-sample test (Lopez-Paz and Oquab 2017). 0.5 is best, where the forest cannot
    /// tell them apart; 1 if it always can. Null with fewer than two rows of a kind.
    /// </summary>
    /// <remarks>
    /// The forest has 300 trees with leaves of at least 2 rows. The area is that of the out-of-fold probabilities on equally many
    /// rows of each kind. A synthetic row and a real row that equals it are in the same fold, so that copies count as
    /// indistinguishable.
    /// </remarks>
    public required double? ClassifierAuc { get; init; }

    /// <summary>Gets the metrics that show whether the synthetic rows repeat real ones.</summary>
    public required VaePrivacyQuality Privacy { get; init; }

    /// <summary>
    /// Gets the result of training on synthetic and testing on real rows; null without
    /// <see cref="VaeQualityOptions.TargetColumn"/>.
    /// </summary>
    public required VaeTrainingQuality? TrainingUse { get; init; }

    /// <summary>Gets each column, or slot of a vector column, in the order of the data.</summary>
    public required IReadOnlyList<VaeColumnQuality> Columns { get; init; }

    /// <summary>Gets the pairs of columns that differ most, the least similar one first: at most 10.</summary>
    public required IReadOnlyList<VaeColumnPairQuality> LeastSimilarPairs { get; init; }

    /// <summary>Returns the whole report as Markdown, in invariant culture; of many columns those that differ most.</summary>
    public override string ToString() => QualityMarkdown.Write(this);
}
