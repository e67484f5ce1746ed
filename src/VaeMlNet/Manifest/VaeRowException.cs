namespace VaeMlNet;

/// <summary>
/// The exception that is thrown if a row has a value that a model or a training cannot use. The message names row, column, value, and what to
/// do next.
/// </summary>
/// <remarks>
/// Other rows of the same data are not affected: a service can leave the row out and go on. Thread safety: immutable.
/// </remarks>
public sealed class VaeRowException : InvalidOperationException
{
    internal VaeRowException(FormattableString message, long? row, string? columnName = null)
        : base(FormattableString.Invariant(message))
    {
        Row = row;
        ColumnName = columnName;
    }

    /// <summary>Gets the number of the row in the data, from 0; null if a single row was passed.</summary>
    public long? Row { get; init; }

    /// <summary>Gets the name of the column; null if the rows have no columns.</summary>
    public string? ColumnName { get; init; }

    /// <summary>
    /// Gets the number of the slot with the value in the column, or in the row if <see cref="ColumnName"/> is null, from 0; null if no value of a
    /// slot is the reason.
    /// </summary>
    public int? Slot { get; init; }

    /// <summary>
    /// Gets what the likelihood of the slot needs, such as "the Bernoulli likelihood needs values in [0, 1]", or what the condition column
    /// needs, without advice; null if neither is the reason.
    /// </summary>
    public string? Requirement { get; init; }
}
