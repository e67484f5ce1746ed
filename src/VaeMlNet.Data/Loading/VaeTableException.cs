namespace VaeMlNet.Data;

/// <summary>
/// The exception that is thrown if a table cannot be read. The message names the file, the place in it, what is wrong, and what to do next.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed class VaeTableException : Exception
{
    internal VaeTableException(CommandException cause)
        : base(cause.Message, cause.InnerException)
    {
        ColumnName = cause.Fault?.Column;
    }

    /// <summary>Gets the name of the column whose cell does not fit; null for other errors.</summary>
    public string? ColumnName { get; }
}
