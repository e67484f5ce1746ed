using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tables;

/// <summary>Reads a CSV file row by row into the cells of its columns.</summary>
internal sealed class CsvTableCursor : DataViewRowCursor
{
    private readonly IEnumerator<CsvReader> records;
    private readonly long rowLimit;
    private readonly TableCells[] cells;
    private readonly bool[] active;
    private readonly Action atEnd;
    private long position = -1;
    private bool isAtEnd;

    /// <param name="records">The file's records.</param>
    /// <param name="rowLimit">How many of them there are at most.</param>
    /// <param name="schema">The view's schema.</param>
    /// <param name="cells">What holds the current row, a member for each column.</param>
    /// <param name="active">The columns that somebody asked for; only they are parsed.</param>
    /// <param name="atEnd">Called when every row has been read.</param>
    public CsvTableCursor(
        IEnumerable<CsvReader> records,
        long rowLimit,
        DataViewSchema schema,
        TableCells[] cells,
        bool[] active,
        Action atEnd
    )
    {
        this.records = records.GetEnumerator();
        this.rowLimit = rowLimit;
        this.cells = cells;
        this.active = active;
        this.atEnd = atEnd;
        Schema = schema;
    }

    /// <inheritdoc />
    public override DataViewSchema Schema { get; }

    /// <inheritdoc />
    public override long Position => position;

    /// <inheritdoc />
    public override long Batch => 0;

    /// <inheritdoc />
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    /// <inheritdoc />
    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new((ulong)position, 0);

    /// <inheritdoc />
    public override bool MoveNext()
    {
        if (isAtEnd)
        {
            return false;
        }

        if (position + 1 == rowLimit || !records.MoveNext())
        {
            atEnd();
            Dispose();
            return false;
        }

        for (int i = 0; i < cells.Length; i++)
        {
            if (active[i])
            {
                cells[i].Read(records.Current);
            }
        }

        position++;
        return true;
    }

    /// <inheritdoc />
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not active.");
        }

        return cells[column.Index].Getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Column '{column.Name}' is {column.Type}, not of type {typeof(TValue)}."
            );
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            isAtEnd = true;
            position = -1;
            records.Dispose();
        }

        base.Dispose(disposing);
    }
}
