using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The CSV files of a table: rows to train on, and rows to judge by.</summary>
/// <param name="Data">The rows to train on.</param>
/// <param name="Validation">The rows to judge by; null when there are none.</param>
internal sealed record TableFiles(string Data, string? Validation)
{
    private const int MostColumnsShown = 40;

    /// <summary>Finds out the kinds of the columns, and prints them.</summary>
    /// <param name="choice">The columns to use.</param>
    /// <param name="options">What the user says about columns.</param>
    /// <param name="rowLimit">How many of the first rows to train on; null for all.</param>
    /// <param name="context">Where to print.</param>
    /// <exception cref="CommandException">A file is missing or damaged, or a column cannot be used.</exception>
    public TableTrainingRows Infer(
        ColumnChoice choice,
        VaeProfileOptions options,
        int? rowLimit,
        CommandContext context
    )
    {
        var file = CsvFile.Open(Data);
        TableWidth.Check(file, choice.Pick(file).Length, TableWidth.MostOfTable);
        var table = TableInference.Infer(file, choice, options, context.CancellationToken);
        Print(file, table, context.Terminal);
        var rowCount = Math.Min(rowLimit ?? table.RowCount, table.RowCount);
        return new TableTrainingRows(
            new CsvTableView(file, table.Columns) { RowLimit = rowCount },
            OpenValidation(table.Columns),
            rowCount
        )
        {
            Schema = table.RecordedSchema,
        };
    }

    /// <summary>Opens the files with the columns of a model.</summary>
    /// <exception cref="CommandException">A file is missing or damaged, or lacks a column.</exception>
    public TableTrainingRows Open(IReadOnlyList<CsvColumn> columns) =>
        new(new CsvTableView(CsvFile.Open(Data), columns), OpenValidation(columns), long.MaxValue);

    private CsvTableView? OpenValidation(IReadOnlyList<CsvColumn> columns) =>
        Validation is null ? null : new CsvTableView(CsvFile.Open(Validation), columns);

    private void Print(CsvFile file, InferredTable table, CommandTerminal terminal)
    {
        VaeColumnProfile[] used = [.. table.Profile.Columns.Except(table.LeftOut)];
        terminal.WriteTable(
            $"columns of {Data}",
            ["column", "kind", "missing", "values"],
            used.Take(MostColumnsShown).Select(Cells)
        );
        if (used.Length > MostColumnsShown)
        {
            terminal.WriteLine($"and {used.Length - MostColumnsShown} more");
        }

        foreach (var line in DataDescription.Notes(file, table))
        {
            terminal.WriteLine(line);
        }
    }

    private static string[] Cells(VaeColumnProfile column) =>
        [
            column.Name,
            DataDescription.Kind(column),
            column.MissingCount.ToString(CultureInfo.InvariantCulture),
            DataDescription.Values(column),
        ];
}
