namespace VaeMlNet.Tooling;

/// <summary>The types of columns that the user gave. The types of other columns are inferred.</summary>
/// <param name="Columns">The columns by name.</param>
internal sealed record TableSchema(IReadOnlyDictionary<string, ColumnSchema> Columns)
{
    /// <summary>Gets a schema without columns.</summary>
    public static TableSchema None { get; } = new(new Dictionary<string, ColumnSchema>());

    /// <summary>Creates a schema in which some columns contain categories.</summary>
    public static TableSchema FromCategories(IEnumerable<string> names) => None.WithCategories(names);

    /// <summary>
    /// Returns the schema with more columns of categories. Columns that it already has are unchanged.
    /// </summary>
    public TableSchema WithCategories(IEnumerable<string> names)
    {
        Dictionary<string, ColumnSchema> more = new(Columns);
        foreach (var name in names)
        {
            more.TryAdd(name, ColumnSchema.Category);
        }

        return new TableSchema(more);
    }

    /// <summary>Returns the schema of some of the columns.</summary>
    public TableSchema Select(IEnumerable<string> names) =>
        new(names.Where(Columns.ContainsKey).ToDictionary(name => name, name => Columns[name]));

    /// <summary>Returns the schema of a column; null where the user gave none.</summary>
    public ColumnSchema? Find(string name) => Columns.GetValueOrDefault(name);

    /// <summary>Removes the columns that the schema leaves out from a choice.</summary>
    public ColumnChoice Narrow(ColumnChoice choice, CsvFile file) =>
        choice with
        {
            Ignored =
            [
                .. choice.Ignored,
                .. Columns.Where(c => c.Value.Kind is null && file.Has(c.Key)).Select(c => c.Key),
            ],
        };

    /// <summary>Checks that a file has the columns of the schema.</summary>
    /// <exception cref="CommandException">The file does not have a column, or has it twice.</exception>
    public void Check(CsvFile file)
    {
        foreach (var name in Columns.Keys)
        {
            file.IndexOf(name);
        }
    }
}
