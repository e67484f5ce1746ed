namespace VaeMlNet;

/// <summary>The differences between synthetic and real rows: by column, by pair of columns, and as whole rows.</summary>
/// <remarks>
/// The parts answer different questions, and only together they say that rows are good: a table of copies is perfect in all
/// but <see cref="Copies"/>, and columns drawn independently are perfect in <see cref="Columns"/>.
/// Immutable, hence thread-safe. <see cref="ToString"/> is a page of Markdown.
/// </remarks>
public sealed record VaeQualityReport
{
    /// <summary>Number of real rows that were compared.</summary>
    public required int RealRows { get; init; }

    /// <summary>Number of synthetic rows that were compared.</summary>
    public required int SyntheticRows { get; init; }

    /// <summary>Each column, or slot of a vector column, in the order of the data.</summary>
    public required IReadOnlyList<VaeColumnQuality> Columns { get; init; }

    /// <summary>Mean of the columns' <see cref="VaeColumnQuality.Distance"/>; null where none has one.</summary>
    public double? MeanColumnDistance => Columns.Select(c => c.Distance).Average();

    /// <summary>Mean absolute difference of the associations over all pairs of columns; null for one column.</summary>
    public required double? MeanAssociationDifference { get; init; }

    /// <summary>The pairs whose association differs most, the largest difference first: at most 10.</summary>
    public required IReadOnlyList<VaeAssociationDifference> LargestAssociationDifferences { get; init; }

    /// <summary>
    /// Area under the ROC curve of a logistic regression that tells real from synthetic rows, cross-validated: 0.5 when it
    /// cannot, 1 when it always can. It is linear in the numbers, their squares and products (those of up to 16 slots) and the
    /// categories: what it sees are differences in means, spreads and correlations. Null where there are too few rows.
    /// </summary>
    public required double? LogisticAuc { get; init; }

    /// <summary>
    /// The same of the share of synthetic rows among the nearest neighbors, which sees differences of any kind, but in wide
    /// rows only large ones. Null where there are too few rows.
    /// </summary>
    public required double? NearestNeighborAuc { get; init; }

    /// <summary>
    /// Gets the larger of the two AUCs: the best available measure of how well a classifier separates real and synthetic rows.
    /// </summary>
    public double? ClassifierAuc => new[] { LogisticAuc, NearestNeighborAuc }.Max();

    /// <summary>Gets the figures that show whether the synthetic rows repeat real ones.</summary>
    public required VaeCopyQuality Copies { get; init; }

    /// <summary>The whole report as Markdown, in invariant culture; of many columns those that differ most.</summary>
    public override string ToString() => QualityMarkdown.Write(this);
}
