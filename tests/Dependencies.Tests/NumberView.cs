using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>A view with the column Number, which contains the numbers of its rows. It counts its cursors and the rows that they read.</summary>
/// <param name="rowCount">The number of rows.</param>
/// <param name="rowThatThrows">The number of the row that cannot be read, if there is one.</param>
internal sealed class NumberView(int rowCount, int? rowThatThrows = null) : IDataView
{
    public const string Column = "Number";

    private int openCursors;
    private int rowsRead;

    public int OpenCursors => openCursors;

    public int RowsRead => rowsRead;

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; } = CreateSchema();

    public long? GetRowCount() => rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [new Cursor(this)];

    private static DataViewSchema CreateSchema()
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumn(Column, NumberDataViewType.Single);
        return builder.ToSchema();
    }

    private bool CanRead(int row)
    {
        if (row == rowThatThrows)
        {
            throw new NotSupportedException("This row cannot be read.");
        }

        if (row < rowCount)
        {
            Interlocked.Increment(ref rowsRead);
        }

        return row < rowCount;
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly NumberView view;
        private int row = -1;
        private bool isAtEnd;
        private bool disposed;

        public Cursor(NumberView view)
        {
            this.view = view;
            Interlocked.Increment(ref view.openCursors);
        }

        public override DataViewSchema Schema => view.Schema;

        public override long Position => isAtEnd ? -1 : row;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext()
        {
            isAtEnd |= !view.CanRead(row + 1);
            row++;
            return !isAtEnd;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)(Delegate)(ValueGetter<float>)((ref float value) => value = row);

        protected override void Dispose(bool disposing)
        {
            if (disposing && !disposed)
            {
                disposed = true;
                Interlocked.Decrement(ref view.openCursors);
            }

            base.Dispose(disposing);
        }
    }
}
