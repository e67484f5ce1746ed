using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>
/// The rows of a CSV file as ML.NET data with columns of their own types: Single (or vectors of it), Boolean, and keys with
/// KeyValues. Every pass reads the file anew; nothing is kept.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="columns">The columns; each of their cells is in the file.</param>
/// <param name="progress">Told now and then which share of the file has been read, in [0, 1].</param>
internal sealed class CsvTableView(CsvFile file, IReadOnlyList<CsvColumn> columns, IProgress<double>? progress = null)
    : IDataView
{
    private bool hasWarned;

    /// <inheritdoc />
    public DataViewSchema Schema { get; } = MakeSchema(columns);

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <summary>How many of the first rows there are. Default: all.</summary>
    public long RowLimit { get; init; } = long.MaxValue;

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. columns.Select(column => column.Name)];

    /// <summary>Texts without a key that the last whole pass met, by column; they were read as missing.</summary>
    public IReadOnlyDictionary<string, long> UnknownTexts { get; private set; } = new Dictionary<string, long>();

    /// <inheritdoc />
    public long? GetRowCount() => null;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
        }

        TableCells[] cells = [.. columns.Select(column => TableCells.For(column, file))];
        return new CsvTableCursor(
            file.ReadRecords(progress).GetEnumerator(),
            file.FirstRow,
            RowLimit,
            Schema,
            cells,
            active,
            () => Report(cells)
        );
    }

    /// <summary>One cursor: a file is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Says, once, how many texts without a key the last whole pass met.</summary>
    public void WarnOfUnknownTexts(CommandTerminal terminal)
    {
        foreach ((var column, var count) in hasWarned ? new Dictionary<string, long>() : UnknownTexts)
        {
            var cells = count == 1 ? "1 cell" : $"{count} cells";
            terminal.Warn(
                $"{cells} of column '{column}' in '{file.Path}' with a text that training did not have; read as missing."
            );
            hasWarned = true;
        }
    }

    private void Report(TableCells[] cells)
    {
        UnknownTexts = columns
            .Zip(cells, (column, c) => (column.Name, c.UnknownCount))
            .Where(c => c.UnknownCount > 0)
            .ToDictionary(c => c.Name, c => c.UnknownCount);
    }

    private static DataViewSchema MakeSchema(IReadOnlyList<CsvColumn> columns)
    {
        DataViewSchema.Builder builder = new();
        foreach (var column in columns)
        {
            builder.AddColumn(
                column.Name,
                column.Type,
                column.Dates is { } dates
                    ? TextAnnotation.Of(TextAnnotation.SlotNames, dates.Names)
                    : TextAnnotation.Of(TextAnnotation.KeyValues, column.HasKeyValues ? column.KeyValues : null)
            );
        }

        return builder.ToSchema();
    }
}
