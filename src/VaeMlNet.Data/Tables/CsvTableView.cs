using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>
/// The rows of a CSV file as ML.NET data with columns of different types: Single (or vectors of it), Boolean, and keys with
/// KeyValues. Every pass reads the file again, and no rows are kept.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="columns">The columns. The file must have all of their cells.</param>
/// <param name="progress">Receives the share of the file that has been read, in [0, 1].</param>
internal sealed class CsvTableView(CsvFile file, IReadOnlyList<CsvColumn> columns, IProgress<double>? progress = null)
    : OrderedView
{
    private bool hasWarned;
    private TableCells[]? spareCells;

    /// <summary>Gets or sets the file, which has the same header if it is another one. It is set between passes.</summary>
    public CsvFile File { get; set; } = file;

    public override DataViewSchema Schema { get; } = MakeSchema(columns);

    /// <summary>Gets the largest number of rows, from the first. Default: all.</summary>
    public long RowLimit { get; init; } = long.MaxValue;

    /// <summary>Gets the columns, in order.</summary>
    public IReadOnlyList<CsvColumn> Columns => columns;

    /// <summary>Gets the names of the columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => [.. columns.Select(column => column.Name)];

    /// <summary>
    /// Gets the number of texts without a key in the last complete pass, by column. They were read as missing, or as a key of their own.
    /// </summary>
    public IReadOnlyDictionary<string, long> UnknownTexts { get; private set; } = new Dictionary<string, long>();

    public override long? GetRowCount() => File.RowCount;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] requested)
    {
        // Cells know the texts that they have read, so that the next pass takes them over.
        var cells =
            Interlocked.Exchange(ref spareCells, null) ?? [.. columns.Select(column => TableCells.For(column, File))];
        return new CsvTableCursor(
            File.ReadRecords(progress).GetEnumerator(),
            File.FirstRow,
            RowLimit,
            Schema,
            requested,
            cells,
            () => Report(cells)
        );
    }

    /// <summary>Adds the texts without a key of another pass, over other rows of the file.</summary>
    public void AddUnknown(IReadOnlyDictionary<string, long> others) =>
        UnknownTexts = columns
            .Select(column =>
                (
                    column.Name,
                    Count: UnknownTexts.GetValueOrDefault(column.Name) + others.GetValueOrDefault(column.Name)
                )
            )
            .Where(c => c.Count > 0)
            .ToDictionary(c => c.Name, c => c.Count);

    /// <summary>Returns warnings, once, with the number of texts without a key in the last complete pass.</summary>
    public IEnumerable<string> UnknownTextWarnings()
    {
        foreach ((var column, var count) in hasWarned ? new Dictionary<string, long>() : UnknownTexts)
        {
            var (cells, have) = count == 1 ? ("1 cell", "has") : ($"{count} cells", "have");
            yield return $"{cells} of column '{column}' in '{File.Path}' {have} a text that is not in the training data; {(IsUnseen(column) ? "scored as unseen" : "read as missing")}.";
            hasWarned = true;
        }
    }

    private bool IsUnseen(string name) => columns.Any(column => column.Name == name && column.HasUnseenKey);

    private void Report(TableCells[] cells)
    {
        UnknownTexts = columns
            .Zip(cells, (column, c) => (column.Name, c.UnknownCount))
            .Where(c => c.UnknownCount > 0)
            .ToDictionary(c => c.Name, c => c.UnknownCount);
        Array.ForEach(cells, c => c.UnknownCount = 0);
        spareCells = cells;
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
                    ? TextAnnotation.Create(TextAnnotation.SlotNames, dates.Names)
                    : TextAnnotation.Create(TextAnnotation.KeyValues, column.KeyTexts)
            );
        }

        return builder.ToSchema();
    }
}

/// <summary>Reads a CSV file row by row into the cells of its columns.</summary>
/// <param name="records">The records of the file.</param>
/// <param name="firstRow">The index of the first record among all rows of a job.</param>
/// <param name="rowLimit">The largest number of rows.</param>
/// <param name="schema">The schema of the view.</param>
/// <param name="columns">The requested columns. Other columns are not parsed.</param>
/// <param name="cells">The cells of the current row, one member per column.</param>
/// <param name="atEnd">Called after the last row.</param>
internal sealed class CsvTableCursor(
    IEnumerator<CsvRecord> records,
    long firstRow,
    long rowLimit,
    DataViewSchema schema,
    DataViewSchema.Column[] columns,
    TableCells[] cells,
    Action atEnd
) : RowCursor(schema, columns)
{
    /// <summary>Gets the id of the current row, which is the same in every shard of a job.</summary>
    protected override DataViewRowId Id => new((ulong)(firstRow + CurrentRow()), 0);

    protected override bool ReadRow(long index)
    {
        if (index == rowLimit || !records.MoveNext())
        {
            atEnd();
            return false;
        }

        var record = records.Current;
        for (var i = 0; i < cells.Length; i++)
        {
            if (IsActive(i))
            {
                cells[i].Read(record);
            }
        }

        return true;
    }

    protected override Delegate MakeGetter(DataViewSchema.Column column) => cells[column.Index].Getter;

    protected override void Close() => records.Dispose();
}
