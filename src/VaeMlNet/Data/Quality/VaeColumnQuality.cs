namespace VaeMlNet;

/// <summary>The distance between one column of synthetic rows and of real rows, over the cells that have a value.</summary>
/// <remarks>Immutable, hence thread-safe. A vector column has one of these per slot.</remarks>
public sealed record VaeColumnQuality
{
    /// <summary>The column's name; of a vector <c>column.slot</c>, with the slot's name or its number.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Of numbers: the largest difference between the two cumulative distributions, 0 to 1, 0 for equal ones
    /// (Kolmogorov 1933, Smirnov 1948). Null for Booleans and keys, and where a side has no value at all.
    /// </summary>
    public double? KolmogorovSmirnov { get; init; }

    /// <summary>
    /// Of numbers: the 1-Wasserstein distance, the area between the two cumulative distributions (Vallender 1974), in standard
    /// deviations of the real column; where that is constant, in those of both together. 0 and up, 0 for equal ones. Null for
    /// Booleans and keys, and where a side has no value at all.
    /// </summary>
    public double? Wasserstein { get; init; }

    /// <summary>
    /// Of Booleans and keys: half the sum of the absolute differences between the categories' shares, 0 to 1, 0 for equal ones
    /// (total variation distance; Levin, Peres and Wilmer 2009, proposition 4.2). Null for numbers, and where a side has no
    /// value at all.
    /// </summary>
    public double? TotalVariation { get; init; }

    /// <summary>Share of the real rows without a value, 0 to 1. Numbers that are infinite count as missing.</summary>
    public required double RealMissingShare { get; init; }

    /// <summary>Share of the synthetic rows without a value, 0 to 1.</summary>
    public required double SyntheticMissingShare { get; init; }

    /// <summary>The distance between 0 and 1: <see cref="KolmogorovSmirnov"/> or <see cref="TotalVariation"/>.</summary>
    public double? Distance => KolmogorovSmirnov ?? TotalVariation;
}
