using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The CSV files of a table: rows to train on, and rows to judge by.</summary>
/// <param name="Data">The rows to train on.</param>
/// <param name="Validation">The rows to judge by; null when there are none.</param>
internal sealed record TableFiles(string Data, string? Validation)
{
    private const int MostColumnsShown = 40;

    /// <summary>Finds out what the columns hold, and says so.</summary>
    /// <param name="choice">The columns to use.</param>
    /// <param name="schema">What the user says of columns.</param>
    /// <param name="rowLimit">How many of the first rows to train on; null for all.</param>
    /// <param name="context">Where to print.</param>
    /// <exception cref="CommandException">A file is missing or damaged, or a column cannot be used.</exception>
    public TableRows Infer(ColumnChoice choice, TableSchema schema, int? rowLimit, CommandContext context)
    {
        var file = CsvFile.Open(Data);
        TableWidth.Check(file, schema.Narrow(choice, file).Pick(file).Length, TableWidth.MostOfTable);
        var table = TableInference.Infer(file, choice, schema, context.CancellationToken);
        Print(table, context.Terminal);
        var rowCount = Math.Min(rowLimit ?? table.RowCount, table.RowCount);
        return new TableRows(
            new CsvTableView(file, table.Columns) { RowLimit = rowCount },
            OpenValidation(table.Columns),
            rowCount
        );
    }

    /// <summary>Opens the files with the columns of a model.</summary>
    /// <exception cref="CommandException">A file is missing or damaged, or lacks a column.</exception>
    public TableRows Open(IReadOnlyList<CsvColumn> columns) =>
        new(new CsvTableView(CsvFile.Open(Data), columns), OpenValidation(columns), long.MaxValue);

    private CsvTableView? OpenValidation(IReadOnlyList<CsvColumn> columns) =>
        Validation is null ? null : new CsvTableView(CsvFile.Open(Validation), columns);

    private void Print(InferredTable table, CommandTerminal terminal)
    {
        terminal.WriteTable(
            $"columns of {Data}",
            ["column", "holds", "missing"],
            table.Columns.Zip(table.MissingCounts, Cells).Take(MostColumnsShown)
        );
        if (table.Columns.Count > MostColumnsShown)
        {
            terminal.WriteLine($"and {table.Columns.Count - MostColumnsShown} more");
        }
    }

    private static string[] Cells(CsvColumn column, long missing) =>
        [column.Name, column.Content, missing.ToString(CultureInfo.InvariantCulture)];
}
