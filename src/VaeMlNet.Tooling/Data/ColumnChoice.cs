namespace VaeMlNet.Tooling;

/// <summary>A choice of columns of a CSV file.</summary>
/// <param name="Columns">The columns to use, in this order; null for all.</param>
/// <param name="Ignored">The columns to leave out.</param>
internal sealed record ColumnChoice(IReadOnlyList<string>? Columns, IReadOnlyList<string> Ignored)
{
    /// <summary>Gets the choice of all columns.</summary>
    public static ColumnChoice All { get; } = new(null, []);

    /// <summary>Gets whether all columns of any file are chosen.</summary>
    public bool IsAll => Columns is null && Ignored.Count == 0;

    /// <summary>Returns the indexes of the chosen columns.</summary>
    /// <exception cref="CommandException">The file does not have a named column, or no column is left.</exception>
    public int[] Pick(CsvFile file)
    {
        HashSet<int> ignored = [.. Ignored.Select(file.IndexOf)];
        var taken = Columns is null ? Enumerable.Range(0, file.Header.Count) : Columns.Select(file.IndexOf);
        int[] indices = [.. taken.Where(index => !ignored.Contains(index))];
        return indices.Length > 0
            ? indices
            : throw new CommandException($"No column of {file.Name} is left to use. Name fewer columns with --ignore.");
    }
}
