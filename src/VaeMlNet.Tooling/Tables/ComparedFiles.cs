namespace VaeMlNet.Tooling;

/// <summary>CSV files with the same columns, which have one type per column.</summary>
/// <param name="Real">The real rows.</param>
/// <param name="Synthetic">The synthetic rows. By default, all of their columns are compared.</param>
/// <param name="HeldOut">More real rows; null for none.</param>
internal sealed record ComparedFiles(CsvFile Real, CsvFile Synthetic, CsvFile? HeldOut)
{
    /// <summary>The files as ML.NET data.</summary>
    internal sealed record Views(CsvTableView Real, CsvTableView Synthetic, CsvTableView? HeldOut);

    /// <summary>
    /// Infers the types of the columns. A column of categories in one file has categories in all files.
    /// </summary>
    /// <param name="choice">The columns to compare. By default, those of the synthetic rows.</param>
    /// <param name="schema">The types that the user gave.</param>
    /// <param name="cancellationToken">Cancels the inference.</param>
    /// <exception cref="CommandException">
    /// A file is damaged or does not have a column, or a column cannot be used.
    /// </exception>
    public Views Open(ColumnChoice choice, TableSchema schema, CancellationToken cancellationToken)
    {
        schema.Check(Real);
        var indices = schema.Narrow(choice, Synthetic).Pick(Synthetic);
        TableWidth.Check(Synthetic, indices.Length);
        ColumnChoice compared = new([.. indices.Select(i => Synthetic.Header[i])], []);
        CsvFile[] files = [Real, Synthetic, .. HeldOut is null ? (CsvFile[])[] : [HeldOut]];
        var said = schema.Select(compared.Columns!);
        var tables = Infer(files, compared, said, cancellationToken);
        var found = said.WithCategories(tables.SelectMany(Categories));
        if (found.Columns.Count > said.Columns.Count)
        {
            tables = Infer(files, compared, found, cancellationToken);
        }

        CsvTableView[] views = [.. files.Zip(tables, (file, table) => new CsvTableView(file, table.Columns))];
        return new Views(views[0], views[1], views.ElementAtOrDefault(2));
    }

    private static InferredTable[] Infer(
        CsvFile[] files,
        ColumnChoice choice,
        TableSchema schema,
        CancellationToken cancellationToken
    ) => [.. files.Select(file => TableInference.Infer(file, choice, schema, cancellationToken))];

    private static IEnumerable<string> Categories(InferredTable table) =>
        table.Columns.Where(c => c.Kind == CsvColumnKind.Category).Select(c => c.Name);
}
