using System.Globalization;

namespace VaeMlNet;

/// <summary>
/// Writes the columns of relations and their values: the days of a date that are counted from a date of another column are the difference of both, such as
/// <c>shipped - ordered</c>.
/// </summary>
/// <param name="schema">The schema of the table; null for one without dates.</param>
/// <param name="columns">The columns, whose keys have values.</param>
internal sealed class RelationNames(VaeTableSchema? schema, IEnumerable<VaeColumn> columns)
{
    private const int MostValues = 3;

    private readonly Dictionary<string, VaeColumn> columns = columns.ToDictionary(column => column.Name);

    /// <summary>Gets the names of columns as they are, and numbers for keys.</summary>
    public static RelationNames Plain { get; } = new(null, []);

    /// <summary>Returns a column as a text.</summary>
    public string Of(string column) => SinceOf(column) is { } since ? $"{column} - {since}" : column;

    /// <summary>Returns a column as a text that can be a part of a formula.</summary>
    public string OfPart(string column) => SinceOf(column) is null ? column : $"({Of(column)})";

    /// <summary>Returns the columns of a comparison as texts: two dates that are counted from the same column are compared as dates.</summary>
    public (string First, string Second) OfPair(string first, string second) =>
        SinceOf(first) == SinceOf(second) ? (first, second) : (Of(first), Of(second));

    /// <summary>Returns the first values of a column as a text: numbers, keys from 1, or 0 and 1 of Booleans.</summary>
    public string OfValues(string column, IReadOnlyCollection<float> values)
    {
        var more = values.Count - MostValues;
        return string.Join(", ", values.Take(MostValues).Select(value => OfValue(column, value)))
            + (more > 0 ? FormattableString.Invariant($" and {more} more") : "");
    }

    private string OfValue(string column, float value) =>
        columns.GetValueOrDefault(column) switch
        {
            { Type: VaeColumn.BooleanType } => value > 0 ? "true" : "false",
            { KeyValues: { } keys } when value >= 1 && value <= keys.Count => keys[(int)value - 1],
            _ => value.ToString(CultureInfo.InvariantCulture),
        };

    private string? SinceOf(string column) => schema?.Find(column)?.Since;
}
