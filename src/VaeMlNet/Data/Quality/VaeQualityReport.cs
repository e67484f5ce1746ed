namespace VaeMlNet;

/// <summary>The differences between synthetic and real rows: by column, by pair of columns, and as whole rows.</summary>
/// <remarks>
/// The parts answer different questions, and good rows need good results in all of them: a table of copies is perfect except in
/// <see cref="Copies"/>, and independently sampled columns are perfect in <see cref="Columns"/>. Thread safety: immutable. <see
/// cref="ToString"/> returns a page of Markdown.
/// </remarks>
public sealed record VaeQualityReport
{
    /// <summary>Gets the number of real rows that were compared.</summary>
    public required int RealRows { get; init; }

    /// <summary>Gets the number of synthetic rows that were compared.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>Gets the result of each column, or of each slot of a vector column, in the order of the data.</summary>
    public required IReadOnlyList<VaeColumnQuality> Columns { get; init; }

    /// <summary>Gets the mean of the columns' <see cref="VaeColumnQuality.Distance"/>; null if no column has one.</summary>
    public double? MeanColumnDistance => Columns.Select(c => c.Distance).Average();

    /// <summary>Gets the mean absolute difference of the associations over all pairs of columns; null for one column.</summary>
    public required double? MeanAssociationDifference { get; init; }

    /// <summary>Gets the pairs whose associations differ most, at most 10, with the largest difference first.</summary>
    public required IReadOnlyList<VaeAssociationDifference> LargestAssociationDifferences { get; init; }

    /// <summary>
    /// Gets the area under the ROC curve of a logistic regression that separates real from synthetic rows, cross-validated: 0.5
    /// if it cannot, 1 if it always can. It is linear in the numbers, their squares and products (for up to 16 slots) and the
    /// categories. It therefore detects differences in means, standard deviations and correlations. Null if there are too few
    /// rows.
    /// </summary>
    public required double? LogisticAuc { get; init; }

    /// <summary>
    /// Gets the area under the ROC curve of a nearest-neighbor classifier, cross-validated. It detects differences of any kind,
    /// but in wide rows only large ones. Null if there are too few rows.
    /// </summary>
    public required double? NearestNeighborAuc { get; init; }

    /// <summary>
    /// Gets the larger of the two AUCs: the best available measure of how well a classifier separates real and synthetic rows.
    /// </summary>
    public double? ClassifierAuc => new[] { LogisticAuc, NearestNeighborAuc }.Max();

    /// <summary>Gets the measures of copies of real rows among the synthetic rows.</summary>
    public required VaeCopyQuality Copies { get; init; }

    /// <summary>
    /// Returns the whole report as Markdown, in the invariant culture. Of many columns, it lists those that differ most.
    /// </summary>
    public override string ToString() => QualityMarkdown.Write(this);
}
