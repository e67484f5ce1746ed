using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>A cursor that makes its rows one after the other.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal abstract class RowCursor : DataViewRowCursor
{
    private readonly bool[] active;
    private long row = -1;
    private bool hasRow;
    private bool isAtEnd;

    protected RowCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        Schema = schema;
        active = ActiveIn(schema, columns);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => hasRow ? row : -1;

    public override long Batch => 0;

    /// <summary>Gets the id of the current row: its number among all rows of the data.</summary>
    protected virtual DataViewRowId Id => new((ulong)CurrentRow(), 0);

    /// <summary>Returns for each column of a schema whether it was requested.</summary>
    public static bool[] ActiveIn(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (var column in columns)
        {
            active[column.Index] = true;
        }

        return active;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = Id;

    public override bool MoveNext()
    {
        // If the next row cannot be read, or there is none, there is no current row.
        hasRow = false;
        if (isAtEnd)
        {
            return false;
        }

        if (!ReadRow(row + 1))
        {
            // ML.NET's own cursors dispose themselves too: some of its readers do not.
            Dispose();
            return false;
        }

        row++;
        hasRow = true;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column)
            ? CursorErrors.Typed<TValue>(MakeGetter(column), column)
            : throw CursorErrors.NotActive(column.Name);

    /// <summary>Returns the number of the current row, from 0.</summary>
    /// <exception cref="InvalidOperationException">There is no current row.</exception>
    protected long CurrentRow() => hasRow ? row : throw CursorErrors.NoCurrentRow();

    /// <summary>Returns whether a column was requested.</summary>
    protected bool IsActive(int column) => active[column];

    /// <summary>Reads the next row. Returns false at the end.</summary>
    /// <param name="index">The number of the row, from 0.</param>
    protected abstract bool ReadRow(long index);

    /// <summary>Returns a <see cref="ValueGetter{TValue}"/> of an active column of the current row.</summary>
    protected abstract Delegate MakeGetter(DataViewSchema.Column column);

    /// <summary>Releases what the cursor reads. It is called once.</summary>
    protected virtual void Close() { }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isAtEnd)
        {
            isAtEnd = true;
            hasRow = false;
            Close();
        }

        base.Dispose(disposing);
    }
}
