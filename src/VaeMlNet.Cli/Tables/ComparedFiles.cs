using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Tables;

/// <summary>CSV files of the same columns, which are read with one type for each column.</summary>
/// <param name="Real">Real rows.</param>
/// <param name="Synthetic">Synthetic rows; their columns are those that are compared.</param>
/// <param name="HeldOut">More real rows; null for none.</param>
internal sealed record ComparedFiles(CsvFile Real, CsvFile Synthetic, CsvFile? HeldOut)
{
    /// <summary>The files as ML.NET data.</summary>
    internal sealed record Views(CsvTableView Real, CsvTableView Synthetic, CsvTableView? HeldOut);

    /// <summary>Finds out what the columns hold: what is a category in one file is one in all.</summary>
    /// <param name="choice">The columns to compare; without names those of the synthetic rows.</param>
    /// <param name="categorical">Columns of categories, whatever their cells look like.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="CommandException">A file is damaged or lacks a column, or a column cannot be used.</exception>
    public Views Open(ColumnChoice choice, IReadOnlyList<string> categorical, CancellationToken cancellationToken)
    {
        int[] indices = choice.Pick(Synthetic);
        ColumnChoice compared = new([.. indices.Select(i => Synthetic.Header[i])], []);
        CsvFile[] files = [Real, Synthetic, .. HeldOut is null ? (CsvFile[])[] : [HeldOut]];
        string[] categories = [.. categorical];
        InferredTable[] tables = Infer(files, compared, categories, cancellationToken);
        string[] found = [.. categories.Union(tables.SelectMany(Categories))];
        if (found.Length > categories.Length)
        {
            tables = Infer(files, compared, found, cancellationToken);
        }

        CsvTableView[] views = [.. files.Zip(tables, (file, table) => new CsvTableView(file, table.Columns))];
        return new Views(views[0], views[1], views.ElementAtOrDefault(2));
    }

    private static InferredTable[] Infer(
        CsvFile[] files,
        ColumnChoice choice,
        string[] categories,
        CancellationToken cancellationToken
    ) => [.. files.Select(file => TableInference.Infer(file, choice, categories, cancellationToken))];

    private static IEnumerable<string> Categories(InferredTable table) =>
        table.Columns.Where(c => c.Kind == CsvColumnKind.Category).Select(c => c.Name);
}
