namespace VaeMlNet;

/// <summary>
/// Estimates how much more frequent rows like a given one are among real rows than among rows that a model draws: the logarithm of the ratio of their
/// densities, as a sum over boosted decision trees that tell the two kinds of rows apart.
/// </summary>
/// <remarks>
/// Source: Sugiyama, Suzuki and Kanamori 2012, "Density Ratio Estimation in Machine Learning", ch. 4, by probabilistic classification; Grover et
/// al. 2019, "Bias Correction of Learned Generative Models using Likelihood-Free Importance Weighting", for weights of drawn rows; Friedman 2001
/// for boosted trees. Thread safety: immutable.
/// </remarks>
internal sealed record DensityRatio
{
    // A weight of e^20 is certain.
    private const double LargestLogarithm = 20;

    public int FormatVersion { get; init; } = 1;

    /// <summary>Gets the number of real rows that the trees learned from.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the number of slots of a row's raw columns, which the trees compare.</summary>
    public required int SlotCount { get; init; }

    /// <summary>Gets the place of the root of each tree.</summary>
    public required int[] Roots { get; init; }

    /// <summary>Gets the slot that each node compares; -1 in a leaf.</summary>
    public required int[] Splits { get; init; }

    /// <summary>Gets the largest number that leads to each node's left child, as missing cells do; in a leaf, the tree's part of the logarithm.</summary>
    public required float[] Limits { get; init; }

    /// <summary>Gets the place of each node's left child, which the right child follows; 0 in a leaf.</summary>
    public required int[] Lefts { get; init; }

    private TreeNodes Nodes => new(Splits, Limits, Lefts);

    /// <summary>Returns the ratio of the densities at a row.</summary>
    /// <param name="cells">The raw slots of the row: [S]; keys as numbers, Booleans as 0 and 1, NaN for missing cells.</param>
    public double At(ReadOnlySpan<float> cells)
    {
        var nodes = Nodes;
        double logarithm = 0;
        foreach (var root in Roots)
        {
            logarithm += nodes.ValueOf(root, cells);
        }

        return Math.Exp(Math.Clamp(logarithm, -LargestLogarithm, LargestLogarithm));
    }

    /// <summary>Returns the problem of a ratio from a file; null if it is valid.</summary>
    public static string? Complaint(DensityRatio ratio) =>
        !ratio.Nodes.AreValid(ratio.SlotCount, float.IsFinite) ? "its nodes are no decision trees"
        : ratio.Roots.Length == 0 || Array.Exists(ratio.Roots, root => root < 0 || root >= ratio.Splits.Length)
            ? "its roots are no nodes"
        : null;
}
