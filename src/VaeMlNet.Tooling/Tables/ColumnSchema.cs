namespace VaeMlNet.Tooling;

/// <summary>What the user says of a column.</summary>
/// <param name="Kind">What its cells hold; null for a column that is left out.</param>
/// <param name="KeyValues">The texts of a category's keys 1, 2, ...; null for those of the file, sorted.</param>
internal sealed record ColumnSchema(CsvColumnKind? Kind, IReadOnlyList<string>? KeyValues = null)
{
    /// <summary>Categories, whatever the cells look like.</summary>
    public static ColumnSchema Category { get; } = new(CsvColumnKind.Category);

    /// <summary>A column that is left out.</summary>
    public static ColumnSchema Ignored { get; } = new((CsvColumnKind?)null);
}
