namespace VaeMlNet.Tooling;

/// <summary>The column names of a file. Looking one up takes the same time however many there are.</summary>
/// <param name="names">The names, in order. One may be empty, or there twice.</param>
internal sealed class ColumnNames(string[] names)
{
    /// <summary>The names that messages list at most.</summary>
    private const int MostListed = 40;

    private const int Twice = -1;

    private readonly Dictionary<string, int> places = PlacesOf(names);

    /// <summary>Returns whether there is a column of this name.</summary>
    public bool Has(string name) => places.ContainsKey(name);

    /// <summary>Returns the place of a column, from 0.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <exception cref="CommandException">There is no such column, or more than one.</exception>
    public int IndexOf(string name, string file)
    {
        if (!places.TryGetValue(name, out var place))
        {
            throw new CommandException($"{file} has no column '{name}'. It has: {List(names)}.");
        }

        return place != Twice
            ? place
            : throw new CommandException($"{file} has more than one column '{name}'. Rename one of them.");
    }

    /// <summary>Returns names as a message lists them: of very many only the first.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        var listed = string.Join(", ", names.Take(MostListed).Select(name => $"'{name}'"));
        return names.Count > MostListed ? $"{listed} and {names.Count - MostListed} more" : listed;
    }

    private static Dictionary<string, int> PlacesOf(string[] names)
    {
        Dictionary<string, int> places = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            places[names[i]] = places.ContainsKey(names[i]) ? Twice : i;
        }

        return places;
    }
}
