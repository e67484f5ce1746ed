namespace VaeMlNet.Tooling;

/// <summary>What the user says of a table's columns; of the others it is found out from the cells.</summary>
/// <param name="Columns">By name.</param>
internal sealed record TableSchema(IReadOnlyDictionary<string, ColumnSchema> Columns)
{
    /// <summary>Nothing is said.</summary>
    public static TableSchema None { get; } = new(new Dictionary<string, ColumnSchema>());

    /// <summary>Only that some columns hold categories.</summary>
    public static TableSchema OfCategories(IEnumerable<string> names) => None.WithCategories(names);

    /// <summary>The same, with more columns of categories; what is said of them already stays.</summary>
    public TableSchema WithCategories(IEnumerable<string> names)
    {
        Dictionary<string, ColumnSchema> more = new(Columns);
        foreach (var name in names)
        {
            more.TryAdd(name, ColumnSchema.Category);
        }

        return new TableSchema(more);
    }

    /// <summary>The same of some columns only.</summary>
    public TableSchema Of(IEnumerable<string> names) =>
        new(names.Where(Columns.ContainsKey).ToDictionary(name => name, name => Columns[name]));

    /// <summary>What is said of a column; null for nothing.</summary>
    public ColumnSchema? Find(string name) => Columns.GetValueOrDefault(name);

    /// <summary>Leaves out what the schema leaves out.</summary>
    public ColumnChoice Narrow(ColumnChoice choice, CsvFile file) =>
        choice with
        {
            Ignored =
            [
                .. choice.Ignored,
                .. Columns.Where(c => c.Value.Kind is null && file.Has(c.Key)).Select(c => c.Key),
            ],
        };

    /// <summary>Holds the names against a file.</summary>
    /// <exception cref="CommandException">The file lacks a column, or has it twice.</exception>
    public void Check(CsvFile file)
    {
        foreach (var name in Columns.Keys)
        {
            file.IndexOf(name);
        }
    }
}
