namespace VaeMlNet.Tooling;

/// <summary>The type of a column that the user gave.</summary>
/// <param name="Kind">The type of its cells; null for a column that is left out.</param>
/// <param name="KeyValues">
/// The texts of the keys 1, 2, ... of a category; null for the sorted texts of the file.
/// </param>
internal sealed record ColumnSchema(CsvColumnKind? Kind, IReadOnlyList<string>? KeyValues = null)
{
    /// <summary>Gets the schema of a column of categories, even if its cells look like numbers.</summary>
    public static ColumnSchema Category { get; } = new(CsvColumnKind.Category);

    /// <summary>Gets the schema of a column that is left out.</summary>
    public static ColumnSchema Ignored { get; } = new((CsvColumnKind?)null);
}
