using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The CSV files of a table: training rows and validation rows.</summary>
/// <param name="Data">The path of the training rows.</param>
/// <param name="Validation">The path of the validation rows; null when there are none.</param>
internal sealed record TableFiles(string Data, string? Validation)
{
    private const int MostColumnsShown = 40;

    /// <summary>Infers the types of the columns and prints them.</summary>
    /// <param name="choice">The columns to use.</param>
    /// <param name="schema">The types that the user gave for columns.</param>
    /// <param name="rowLimit">The number of rows to train on, from the first; null for all.</param>
    /// <param name="context">The terminal, and the cancellation token.</param>
    /// <exception cref="CommandException">A file is missing or damaged, or a column cannot be used.</exception>
    public TableTrainingRows Infer(ColumnChoice choice, TableSchema schema, int? rowLimit, CommandContext context)
    {
        var file = CsvFile.Open(Data);
        TableWidth.Check(file, schema.Narrow(choice, file).Pick(file).Length, TableWidth.MostOfTable);
        var table = TableInference.Infer(file, choice, schema, context.CancellationToken);
        Print(table, context.Terminal);
        var rowCount = Math.Min(rowLimit ?? table.RowCount, table.RowCount);
        return new TableTrainingRows(
            new CsvTableView(file, table.Columns) { RowLimit = rowCount },
            OpenValidation(table.Columns),
            rowCount
        );
    }

    /// <summary>Opens the files for the columns of a model.</summary>
    /// <exception cref="CommandException">A file is missing or damaged, or does not have a column.</exception>
    public TableTrainingRows Open(IReadOnlyList<CsvColumn> columns) =>
        new(new CsvTableView(CsvFile.Open(Data), columns), OpenValidation(columns), long.MaxValue);

    private CsvTableView? OpenValidation(IReadOnlyList<CsvColumn> columns) =>
        Validation is null ? null : new CsvTableView(CsvFile.Open(Validation), columns);

    private void Print(InferredTable table, CommandTerminal terminal)
    {
        terminal.WriteTable(
            $"columns of {Data}",
            ["column", "content", "missing"],
            table.Columns.Zip(table.MissingCounts, Cells).Take(MostColumnsShown)
        );
        if (table.Columns.Count > MostColumnsShown)
        {
            terminal.WriteLine($"and {table.Columns.Count - MostColumnsShown} more columns");
        }
    }

    private static string[] Cells(CsvColumn column, long missing) =>
        [column.Name, column.Content, missing.ToString(CultureInfo.InvariantCulture)];
}
