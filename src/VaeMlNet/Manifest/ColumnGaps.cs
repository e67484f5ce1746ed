using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// A column whose cells are missing, or have a value, where another column has certain values, such as the brand of a car, which only owners have.
/// </summary>
internal sealed record ColumnGaps : ICheckedRelation
{
    /// <summary>The most values that decide.</summary>
    public const int MostValues = 100;

    /// <summary>Gets the column whose values decide: numbers, keys from 1, or 0 and 1.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the column whose cells are missing or not.</summary>
    public required string Target { get; init; }

    /// <summary>Gets the values of the source where the target is missing.</summary>
    public float[] MissingAt { get; init; } = [];

    /// <summary>Gets the values of the source where the target has a value.</summary>
    public float[] KnownAt { get; init; } = [];

    /// <summary>Gets whether the target is missing where the source is; null if either can be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsMissingWithSource { get; init; }

    /// <summary>Gets whether the target is missing where the source has any other value; null if either can be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? IsMissingWithOthers { get; init; }

    [JsonIgnore]
    public string CheckedColumn => Target;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RelationBreach>? Breaches { get; init; }

    /// <summary>Returns whether the target is missing; null if either can be.</summary>
    /// <param name="source">The cell of the source, NaN where it is missing.</param>
    public bool? IsMissing(float source) =>
        float.IsNaN(source) ? IsMissingWithSource
        : MissingAt.Contains(source) ? true
        : KnownAt.Contains(source) ? false
        : IsMissingWithOthers;

    /// <summary>Returns whether the gaps are those of two different columns.</summary>
    public bool IsValid(Func<string, bool> isColumn) =>
        Source is not null
        && Target is not null
        && Source != Target
        && isColumn(Source)
        && isColumn(Target)
        && MissingAt is { Length: <= MostValues }
        && KnownAt is { Length: <= MostValues };

    /// <summary>Returns the relation as a text.</summary>
    /// <inheritdoc cref="ColumnRelations.Describe" path="/param"/>
    public string Describe(RelationNames names)
    {
        var (missing, known) = (DescribeSource(isMissing: true, names), DescribeSource(isMissing: false, names));
        return missing.Length == 0 ? $"{Target} has a value where {known}"
            : known.Length == 0 ? $"{Target} is missing where {missing}"
            : $"{Target} is missing where {missing}, not where {known}";
    }

    /// <summary>Returns the cells of the source where the target is missing, or has a value.</summary>
    private string DescribeSource(bool isMissing, RelationNames names)
    {
        var values = isMissing ? MissingAt : KnownAt;
        List<string> cells = [];
        if (values.Length > 0)
        {
            cells.Add($"{Source} = {names.OfValues(Source, values)}");
        }

        if (IsMissingWithSource == isMissing)
        {
            cells.Add($"{Source} is missing");
        }

        if (IsMissingWithOthers == isMissing)
        {
            cells.Add($"{Source} has a value");
        }

        return string.Join(" or ", cells);
    }
}
