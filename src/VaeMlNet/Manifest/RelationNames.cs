namespace VaeMlNet;

/// <summary>
/// Writes the columns of relations: the days of a date that are counted from a date of another column are the difference of both, such as <c>shipped -
/// ordered</c>.
/// </summary>
internal static class RelationNames
{
    /// <summary>Returns a column as a text.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="schema">The schema of the table; null for one without dates.</param>
    public static string Of(string column, VaeTableSchema? schema) =>
        SinceOf(column, schema) is { } since ? $"{column} - {since}" : column;

    /// <summary>Returns a column as a text that can be a part of a formula.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static string OfPart(string column, VaeTableSchema? schema) =>
        SinceOf(column, schema) is null ? column : $"({Of(column, schema)})";

    /// <summary>Returns the columns of a comparison as texts: two dates that are counted from the same column are compared as dates.</summary>
    public static (string First, string Second) OfPair(string first, string second, VaeTableSchema? schema) =>
        SinceOf(first, schema) == SinceOf(second, schema) ? (first, second) : (Of(first, schema), Of(second, schema));

    private static string? SinceOf(string column, VaeTableSchema? schema) => schema?.Find(column)?.Since;
}
