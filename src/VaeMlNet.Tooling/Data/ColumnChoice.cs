namespace VaeMlNet.Tooling;

/// <summary>Which columns of a CSV file are used.</summary>
/// <param name="Columns">The columns to take, in this order; null takes all.</param>
/// <param name="Ignored">Columns to leave out.</param>
internal sealed record ColumnChoice(IReadOnlyList<string>? Columns, IReadOnlyList<string> Ignored)
{
    /// <summary>Takes every column.</summary>
    public static ColumnChoice All { get; } = new(null, []);

    /// <summary>Whether it takes every column of every file.</summary>
    public bool IsAll => Columns is null && Ignored.Count == 0;

    /// <summary>The places of the columns that are used.</summary>
    /// <exception cref="CommandException">The file lacks a column that is named here, or none is left.</exception>
    public int[] Pick(CsvFile file)
    {
        HashSet<int> ignored = [.. Ignored.Select(file.IndexOf)];
        var taken = Columns is null ? Enumerable.Range(0, file.Header.Count) : Columns.Select(file.IndexOf);
        int[] indices = [.. taken.Where(index => !ignored.Contains(index))];
        return indices.Length > 0
            ? indices
            : throw new CommandException($"No column of {file.Name} is left to use. Name fewer with --ignore.");
    }
}
