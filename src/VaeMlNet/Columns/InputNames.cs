namespace VaeMlNet;

/// <summary>The input columns as a user named them for a step.</summary>
internal readonly record struct InputNames
{
    // Parameters of the public methods that these names come in.
    public const string OneParameter = "inputColumnName";
    public const string SeveralParameter = "inputColumnNames";

    private InputNames(string? single, string[]? several)
    {
        Single = single;
        Several = several;
    }

    /// <summary>The one name, or null for none.</summary>
    public string? Single { get; }

    /// <summary>The names where they came as several; null otherwise.</summary>
    public string[]? Several { get; }

    /// <summary>Creates the names from the parameter <c>inputColumnName</c>.</summary>
    public static InputNames FromName(string? name) => new(name, null);

    /// <summary>
    /// Creates the names from the parameter <c>inputColumnNames</c>. Null and none mean the columns that the model was trained
    /// on.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty, or given twice.</exception>
    public static InputNames FromNames(string[]? names)
    {
        string[] given = [.. names ?? []];
        foreach (var name in given)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, SeveralParameter);
        }

        return given.GroupBy(name => name).FirstOrDefault(g => g.Count() > 1) is { Key: var twice }
            ? throw ColumnErrors.NamedTwice(twice)
            : new(null, given);
    }
}
