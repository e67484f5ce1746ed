namespace VaeMlNet;

/// <summary>The columns on which a model depends. Each is an input of all graphs, after the other inputs, in this order.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed record ModelConditions
{
    /// <summary>
    /// Gets the columns. Their likelihood is <see cref="VaeColumn.Condition"/>. Cells are never missing, and a key has one of the categories of
    /// the training data.
    /// </summary>
    public required IReadOnlyList<VaeColumn> Columns { get; init; }

    /// <summary>
    /// Gets the combinations of values in the training data with their shares, the most frequent first. Sampled rows have these shares unless
    /// other values are chosen. Numbers with more than 20 values are rounded to means of groups of rows.
    /// </summary>
    public required IReadOnlyList<ConditionShare> Combinations { get; init; }
}
