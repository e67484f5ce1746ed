namespace VaeMlNet.Data;

/// <summary>The column names of a file. A lookup takes constant time.</summary>
/// <param name="names">The names, in order. A name may be empty or appear twice.</param>
internal sealed class ColumnNames(string[] names)
{
    /// <summary>The largest number of names in a message.</summary>
    private const int MostListed = 40;

    private const int Twice = -1;

    private readonly Lazy<Dictionary<string, int>> places = new(() => Indexes(names));

    /// <summary>Gets the names, in order.</summary>
    public string[] All => names;

    /// <summary>Returns whether there is a column with this name.</summary>
    public bool Has(string name) => places.Value.ContainsKey(name);

    /// <summary>Returns the index of a column, from 0.</summary>
    public int IndexOf(string name, string file)
    {
        if (!places.Value.TryGetValue(name, out var place))
        {
            throw new CommandException($"{file} has no column '{name}'. It has: {List(names)}.");
        }

        return place != Twice
            ? place
            : throw new CommandException($"{file} has more than one column '{name}'. Rename one of them.");
    }

    /// <summary>Returns names as text for a message, at most <see cref="MostListed"/> of them.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        var listed = string.Join(", ", names.Take(MostListed).Select(name => $"'{name}'"));
        return names.Count > MostListed ? $"{listed} and {names.Count - MostListed} more" : listed;
    }

    private static Dictionary<string, int> Indexes(string[] names)
    {
        Dictionary<string, int> places = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            places[names[i]] = places.ContainsKey(names[i]) ? Twice : i;
        }

        return places;
    }
}

/// <summary>A choice of columns of a CSV file.</summary>
/// <param name="Columns">The columns to use, in this order; null for all.</param>
/// <param name="Ignored">The columns to leave out.</param>
internal sealed record ColumnChoice(IReadOnlyList<string>? Columns, IReadOnlyList<string> Ignored)
{
    public static ColumnChoice All { get; } = new(null, []);

    /// <summary>Gets whether all columns of any file are chosen.</summary>
    public bool IsAll => Columns is null && Ignored.Count == 0;

    /// <summary>Returns the indexes of the chosen columns.</summary>
    /// <exception cref="CommandException">The cells of one cannot be read, or there is none.</exception>
    public int[] Pick(CsvFile file)
    {
        var indices = Chosen(file);
        Array.ForEach(indices, file.CheckReadable);
        return indices.Length > 0
            ? indices
            : throw new CommandException($"No column of {file.Name} is left to use. Leave fewer columns out.");
    }

    /// <summary>Returns the indexes of the chosen columns, without those that cannot be read unless they are named, or no other is left.</summary>
    /// <inheritdoc cref="Pick"/>
    public int[] PickReadable(CsvFile file) =>
        Columns is null && Array.FindAll(Chosen(file), index => file.FindProblem(index) is null) is { Length: > 0 } some
            ? some
            : Pick(file);

    private int[] Chosen(CsvFile file)
    {
        HashSet<int> ignored = [.. Ignored.Select(file.IndexOf)];
        var taken = Columns is null ? Enumerable.Range(0, file.Header.Count) : Columns.Select(file.IndexOf);
        return [.. taken.Where(index => !ignored.Contains(index))];
    }
}
