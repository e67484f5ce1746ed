namespace VaeMlNet;

/// <summary>The rows that a training was given, after checking them, before they are divided.</summary>
internal sealed record GivenRows(MemoryRows Rows)
{
    /// <summary>Gets the weight of each row; null for equal weights.</summary>
    public float[]? Weights { get; init; }

    /// <summary>Gets the class number of each row; null if classes are not balanced.</summary>
    public int[]? Classes { get; init; }

    /// <summary>Gets the label of each row that training uses, NaN for none; null without labels.</summary>
    public float[]? Targets { get; init; }

    /// <summary>Gets the validation rows; null for none.</summary>
    public MemoryRows? Validation { get; init; }

    /// <summary>Returns a view of some of the rows.</summary>
    /// <param name="rows">The numbers of the rows, in the order of the data.</param>
    public GivenRows Choose(int[] rows) =>
        this with
        {
            Rows = Rows.Choose(rows),
            Weights = Weights is null ? null : Array.ConvertAll(rows, row => Weights[row]),
            Classes = Classes is null ? null : Array.ConvertAll(rows, row => Classes[row]),
            Targets = Targets is null ? null : Array.ConvertAll(rows, row => Targets[row]),
        };
}
