using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The CSV files of a table: training rows and validation rows.</summary>
/// <param name="Data">The path of the training rows.</param>
/// <param name="Validation">The path of the validation rows; null when there are none.</param>
internal sealed record TableFiles(string Data, string? Validation)
{
    private const int MostColumnsShown = 40;

    /// <summary>Finds out the kinds of the columns, and prints them.</summary>
    /// <param name="choice">The columns to use.</param>
    /// <param name="options">The kinds and formats that the user gave.</param>
    /// <param name="rowLimit">The number of rows to train on, from the first; null for all.</param>
    /// <param name="context">The terminal, and the cancellation token.</param>
    /// <exception cref="CommandException">A file is missing or damaged, or a column cannot be used.</exception>
    public TableTrainingRows Infer(
        ColumnChoice choice,
        VaeProfileOptions options,
        int? rowLimit,
        CommandContext context
    )
    {
        var file = CsvFile.Open(Data);
        TableWidth.Check(file, choice.PickReadable(file).Length, TableWidth.MostOfTable);
        var table = CsvProfiler.Profile(file, choice, options, OptionAdvice.OnProfile, context.CancellationToken);
        Print(file, table, context.Terminal);
        var rowCount = Math.Min(rowLimit ?? table.RowCount, table.RowCount);
        return new TableTrainingRows(
            new CsvTableView(file, table.Columns) { RowLimit = rowCount },
            OpenValidation(table.Columns),
            rowCount
        )
        {
            Schema = table.RecordedSchema,
            TimeColumn = TimeOf(table),
        };
    }

    /// <summary>Opens the files with the columns of a model.</summary>
    /// <exception cref="CommandException">A file is missing or damaged, or lacks a column.</exception>
    public TableTrainingRows Open(IReadOnlyList<CsvColumn> columns) =>
        new(new CsvTableView(CsvFile.Open(Data), columns), OpenValidation(columns), long.MaxValue);

    private CsvTableView? OpenValidation(IReadOnlyList<CsvColumn> columns) =>
        Validation is null ? null : new CsvTableView(CsvFile.Open(Validation), columns);

    private void Print(CsvFile file, ProfiledTable table, CommandTerminal terminal)
    {
        VaeColumnProfile[] used = [.. table.Profile.Columns.Except(table.LeftOut)];
        terminal.WriteTable(
            $"columns of {Data}",
            ["column", "kind", "missing", "values"],
            used.Select(Cells),
            MostColumnsShown
        );
        foreach (var line in DataDescription.Notes(file, table))
        {
            terminal.WriteLine(line);
        }
    }

    /// <summary>
    /// Returns the only column of dates if it could be the time of a series: no two rows have the same date. Without dates, columns of years, months and so on
    /// that have enough combinations.
    /// </summary>
    private static string? TimeOf(ProfiledTable table)
    {
        VaeColumnProfile[] dates = [.. table.Profile.Columns.Where(column => column.Kind == VaeColumnKind.Date)];
        if (dates.Length > 0)
        {
            return
                dates is [{ MissingCount: 0, Schema.DateStep: not null } only] && only.DistinctCount == table.RowCount
                ? only.Name
                : null;
        }

        var complete = table
            .Profile.Columns.Where(column => column.MissingCount == 0)
            .ToDictionary(column => column.Name);
        var parts = TimeParts.Guess(complete.Keys);
        return
            parts.Count > 0
            && parts.Aggregate(1.0, (product, name) => product * complete[name].DistinctCount) >= table.RowCount
            ? TimeParts.Name(parts)
            : null;
    }

    private static string[] Cells(VaeColumnProfile column) =>
        [
            column.Name,
            DataDescription.Kind(column),
            column.MissingCount.ToString(CultureInfo.InvariantCulture),
            DataDescription.Values(column),
        ];
}
