namespace VaeMlNet;

/// <summary>The names of a step's input columns, as the user passed them.</summary>
internal readonly record struct InputNames
{
    // The parameters of the public methods that receive these names.
    public const string OneParameter = "inputColumnName";
    public const string SeveralParameter = "inputColumnNames";

    private InputNames(string? single, string[]? several)
    {
        Single = single;
        Several = several;
    }

    /// <summary>Gets the name that was passed to a parameter for one name; null for none.</summary>
    public string? Single { get; }

    /// <summary>Gets the names that were passed to a parameter for several names; null otherwise.</summary>
    public string[]? Several { get; }

    /// <summary>Creates the names from the parameter <c>inputColumnName</c>.</summary>
    public static InputNames FromName(string? name) => new(name, null);

    /// <summary>
    /// Creates the names from the parameter <c>inputColumnNames</c>. Null or an empty array means the columns that the model
    /// was trained on.
    /// </summary>
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
