namespace VaeMlNet;

/// <summary>The profile of a table's column: its kind with the reason for it, and its values.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeColumnProfile
{
    /// <summary>Gets the column's kind, and how its cells are read.</summary>
    public required VaeColumnSchema Schema { get; init; }

    /// <summary>Gets the column's name.</summary>
    public string Name => Schema.Name;

    /// <summary>Gets the column's kind.</summary>
    public VaeColumnKind Kind => Schema.Kind;

    /// <summary>Gets the reason for the kind, as a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>
    /// Gets a value indicating whether the numbers count as identifiers only because all are different, so that they can also be those of a counter in a
    /// time series, which rises from row to row.
    /// </summary>
    public bool CanBeCounter { get; init; }

    /// <summary>Gets further findings, as sentences: the missing values that were recognized, units, decimal marks, and doubts.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// Gets what makes the column unusable until the user decides, as sentences with the possible decisions; null for usable columns.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>Gets the name of the property of <see cref="VaeProfileOptions"/> that solves the <see cref="Problem"/>; null for others.</summary>
    public string? ProblemOption { get; init; }

    /// <summary>Gets the number of the row with the <see cref="Problem"/>, from 1; null where no single row has it.</summary>
    public long? ProblemRow { get; init; }

    /// <summary>Gets the first texts that the <see cref="Problem"/> is about, at most 4, if it is about texts that <see cref="VaeProfileOptions.MissingTexts"/> can name; empty otherwise.</summary>
    public IReadOnlyList<string> ProblemTexts { get; init; } = [];

    /// <summary>Gets the number of cells with a value.</summary>
    public required long ValueCount { get; init; }

    /// <summary>Gets the number of cells without a value.</summary>
    public required long MissingCount { get; init; }

    /// <summary>Gets the share of cells without a value, in [0, 1].</summary>
    public double MissingShare =>
        ValueCount + MissingCount == 0 ? 0 : (double)MissingCount / (ValueCount + MissingCount);

    /// <summary>Gets the number of different values, or the largest number that was counted.</summary>
    public required long DistinctCount { get; init; }

    /// <summary>Gets a value indicating whether there are more different values than <see cref="DistinctCount"/>.</summary>
    public bool HasMoreDistinct { get; init; }

    /// <summary>Gets the most frequent values, at most ten, the most frequent first.</summary>
    /// <value>Empty where no value was counted twice.</value>
    public IReadOnlyList<KeyValuePair<string, long>> TopValues { get; init; } = [];

    /// <summary>Gets the first different values, at most five, in the order of the rows.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Gets the smallest number or the earliest date, as the data writes it; null for other kinds.</summary>
    public string? Minimum { get; init; }

    /// <summary>Gets the largest number or the latest date, as the data writes it; null for other kinds.</summary>
    public string? Maximum { get; init; }

    /// <summary>
    /// Gets the numbers below which 5, 25, 50, 75 and 95 percent of the values are, by the nearest rank; null for other kinds than
    /// numbers. Where the column has more different values than are counted, they come from 10,000 random rows.
    /// </summary>
    public IReadOnlyList<double>? Quantiles { get; init; }
}
