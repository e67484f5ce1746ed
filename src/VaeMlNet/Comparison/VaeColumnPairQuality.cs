namespace VaeMlNet;

/// <summary>The similarity of the relation of two columns in synthetic rows to that in real rows.</summary>
/// <param name="FirstColumn">Name of a column, as in <see cref="VaeColumnQuality.Name"/>.</param>
/// <param name="SecondColumn">Name of another one.</param>
/// <param name="Similarity">
/// The similarity, 0 to 1, 1 for equal relations. Of two numbers: 1 - |r - s| / 2, where r and s are Pearson's correlations in
/// real and in synthetic rows over the rows that have both numbers; 0 if only the synthetic rows have no correlation (SDMetrics,
/// CorrelationSimilarity). Of other pairs: 1 minus the total variation distance of the two contingency tables (SDMetrics,
/// ContingencySimilarity). Numbers are divided into 10 bins of equal width over the range of the real rows, and missing
/// cells are one category.
/// </param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeColumnPairQuality(string FirstColumn, string SecondColumn, double Similarity)
{
    /// <summary>Gets the correlation of two numbers in the real rows, -1 to 1; null for other pairs.</summary>
    public double? RealCorrelation { get; init; }

    /// <summary>
    /// Gets the correlation of two numbers in the synthetic rows, -1 to 1; null for other pairs, and if a number is constant.
    /// </summary>
    public double? SyntheticCorrelation { get; init; }
}
