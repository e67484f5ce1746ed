namespace VaeMlNet;

/// <summary>The distance between one column of synthetic rows and of real rows, over the cells that have a value.</summary>
/// <remarks>Thread safety: immutable. A vector column has one result for each slot.</remarks>
public sealed record VaeColumnQuality
{
    /// <summary>
    /// Gets the name of the column. For a vector it is <c>column.slot</c>, with the name or the number of the slot.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>
    /// Gets the largest difference between the two cumulative distributions of a number, 0 to 1; 0 for equal distributions
    /// (Kolmogorov 1933, Smirnov 1948). Null for Booleans and keys, and if one side has no values.
    /// </summary>
    public double? KolmogorovSmirnov { get; init; }

    /// <summary>
    /// Gets the 1-Wasserstein distance of a number: the area between the two cumulative distributions (Vallender 1974), in
    /// standard deviations of the real column. If the real column is constant, the unit is the standard deviation of both
    /// columns together. 0 and up; 0 for equal distributions. Null for Booleans and keys, and if one side has no values.
    /// </summary>
    public double? Wasserstein { get; init; }

    /// <summary>
    /// Gets the total variation distance of a Boolean or key: half the sum of the absolute differences between the categories'
    /// shares, 0 to 1; 0 for equal shares (Levin, Peres and Wilmer 2009, proposition 4.2). Null for numbers, and if one side
    /// has no values.
    /// </summary>
    public double? TotalVariation { get; init; }

    /// <summary>Gets the share of the real rows without a value, 0 to 1. Infinite numbers count as missing.</summary>
    public required double RealMissingShare { get; init; }

    /// <summary>Gets the share of the synthetic rows without a value, 0 to 1.</summary>
    public required double SyntheticMissingShare { get; init; }

    /// <summary>
    /// Gets the distance between 0 and 1: <see cref="KolmogorovSmirnov"/> or <see cref="TotalVariation"/>.
    /// </summary>
    public double? Distance => KolmogorovSmirnov ?? TotalVariation;
}
