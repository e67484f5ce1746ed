namespace VaeMlNet.Data;

/// <summary>Options for <c>mlContext.Data.LoadVaeTable</c>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeTableOptions
{
    /// <summary>Gets the names of the columns to profile.</summary>
    /// <value>Default: null, which means all columns of the file.</value>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets the names of the columns to leave out.</summary>
    /// <value>Default: no columns.</value>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <summary>Gets the name of a column that marks rows, such as known anomalies, which becomes a Boolean.</summary>
    /// <value>
    /// Default: null, no such column. 1, true, yes, y, t and on are true, in any case; 0, -1, false, no, n, f and off are false. Any other text is an
    /// error.
    /// </value>
    /// <remarks>It is not profiled, and not among <see cref="VaeTable.ColumnNames"/>.</remarks>
    public string? LabelColumn { get; init; }

    /// <summary>Gets the names of columns that are read as texts, such as identifiers, to find the rows again.</summary>
    /// <value>Default: no columns.</value>
    /// <remarks>They are not profiled, and not among <see cref="VaeTable.ColumnNames"/>.</remarks>
    public IReadOnlyList<string> TextColumns { get; init; } = [];

    /// <summary>Gets the kinds of columns that are known, and how doubtful dates and decimal marks are read.</summary>
    /// <value>Default: everything is chosen from the data.</value>
    public VaeProfileOptions Profile { get; init; } = new();
}
