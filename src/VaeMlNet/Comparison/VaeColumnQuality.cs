namespace VaeMlNet;

/// <summary>The similarity of one column of synthetic rows to that of real rows.</summary>
/// <remarks>
/// The metrics have the names and definitions of the SDMetrics library (Patki et al. 2016, and its documentation). A vector
/// column has one result for each slot. Thread safety: immutable.
/// </remarks>
public sealed record VaeColumnQuality
{
    /// <summary>Gets the column's name; of a vector <c>column.slot</c>, with the slot's name or its number.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the KSComplement of numbers: 1 minus the Kolmogorov-Smirnov statistic, the largest difference between the two
    /// cumulative distributions. 0 to 1, 1 for equal distributions. Missing cells are left out; 0 if all synthetic cells are
    /// missing. Null for Booleans and keys, and if all real cells are missing. Source: SDMetrics, KSComplement.
    /// </summary>
    public double? KSComplement { get; init; }

    /// <summary>
    /// Gets the TVComplement of Booleans and keys: 1 minus the total variation distance, half the sum of the absolute
    /// differences between the shares of the categories. 0 to 1, 1 for equal shares. Missing cells are one category. Null for
    /// numbers. Source: SDMetrics, TVComplement.
    /// </summary>
    public double? TVComplement { get; init; }

    /// <summary>Gets the shape of the column: <see cref="KSComplement"/> or <see cref="TVComplement"/>. 0 to 1, 1 is best.</summary>
    public double? Shape => KSComplement ?? TVComplement;

    /// <summary>
    /// Gets the share of the real range of a number that the synthetic values span: 1 minus the parts at both ends without
    /// synthetic values. 0 to 1, 1 is best. Null for Booleans and keys, if the real column is constant, and if all cells of a
    /// side are missing. Source: SDMetrics, RangeCoverage.
    /// </summary>
    public double? RangeCoverage { get; init; }

    /// <summary>
    /// Gets the share of the real categories that occur in the synthetic rows. 0 to 1, 1 is best. Null for numbers, and if all
    /// real cells are missing. Source: SDMetrics, CategoryCoverage.
    /// </summary>
    public double? CategoryCoverage { get; init; }

    /// <summary>
    /// Gets the share of synthetic cells that the column allows: categories that occur in the real rows (CategoryAdherence of
    /// SDMetrics), and whole numbers where the real numbers are whole. Missing cells are allowed. 0 to 1, 1 is best. Null for
    /// numbers with fractions.
    /// </summary>
    public double? ValidShare { get; init; }

    /// <summary>Gets the share of real rows without a value, 0 to 1. Numbers that are infinite count as missing.</summary>
    public required double RealMissingShare { get; init; }

    /// <summary>Gets the share of synthetic rows without a value, 0 to 1.</summary>
    public required double SyntheticMissingShare { get; init; }

    /// <summary>
    /// Gets the missing-value similarity: 1 minus the absolute difference between the shares of missing cells. 0 to 1, 1 is
    /// best. Source: SDMetrics, MissingValueSimilarity.
    /// </summary>
    public double MissingValueSimilarity => 1 - Math.Abs(RealMissingShare - SyntheticMissingShare);
}
