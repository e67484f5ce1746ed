namespace VaeMlNet;

/// <summary>
/// Two columns of numbers that are equal in a part of the rows, more often than by chance, with a decision tree that gives the probability of it
/// in a row.
/// </summary>
internal sealed record SharedValue
{
    /// <summary>Gets the column that takes the value of the other one in a part of the synthetic rows.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the column whose value it takes.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the share of training rows in which both are equal.</summary>
    public required float Share { get; init; }

    /// <summary>Gets the columns that the tree compares. The target is not among them.</summary>
    public required string[] Columns { get; init; }

    /// <summary>Gets for each node of the tree the place of the column that is compared; -1 in a leaf. The root is the first node.</summary>
    public required int[] Splits { get; init; }

    /// <summary>Gets for each node the largest number that leads to its left child, as missing cells do; in a leaf, the probability.</summary>
    public required float[] Limits { get; init; }

    /// <summary>Gets for each node the place of its left child, which the right child follows; 0 in a leaf.</summary>
    public required int[] Lefts { get; init; }

    private TreeNodes Nodes => new(Splits, Limits, Lefts);

    /// <summary>Returns the probability that both are equal in a row.</summary>
    /// <param name="cells">The cells of <see cref="Columns"/>: a number, a key from 1, or 0 or 1.</param>
    public float Probability(ReadOnlySpan<float> cells) => Nodes.ValueOf(0, cells);

    /// <summary>Returns whether both are columns of numbers, and the tree compares columns and ends in probabilities.</summary>
    public bool IsValid(Func<string, bool> isNumber, Func<string, bool> isColumn) =>
        Target != Source
        && isNumber(Target)
        && isNumber(Source)
        && Share is >= 0 and <= 1
        && Array.TrueForAll(Columns, column => column is not null && column != Target && isColumn(column))
        && Nodes.AreValid(Columns.Length, probability => probability is >= 0 and <= 1);

    /// <summary>Returns the relation as a text.</summary>
    /// <inheritdoc cref="ColumnRelations.Describe" path="/param"/>
    public string Describe(RelationNames names)
    {
        var (target, source) = names.OfPair(Target, Source);
        return FormattableString.Invariant($"{target} = {source} in {100 * Share:F0} % of the rows");
    }
}
