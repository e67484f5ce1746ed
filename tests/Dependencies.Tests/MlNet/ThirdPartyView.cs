using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dependencies.Tests;

/// <summary>
/// A data view that ML.NET does not know, with the columns Id and Values. It records the columns it is asked for and
/// counts the cursors that are open.
/// </summary>
internal sealed class ThirdPartyView : IDataView
{
    private readonly int rowCount;
    private int openCursors;

    public ThirdPartyView(int rowCount)
    {
        this.rowCount = rowCount;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Id", NumberDataViewType.Int32);
        builder.AddColumn("Values", new VectorDataViewType(NumberDataViewType.Single, 2));
        Schema = builder.ToSchema();
    }

    public ConcurrentBag<string> Requested { get; } = [];

    public int OpenCursors => openCursors;

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        Open([.. columnsNeeded]);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [Open([.. columnsNeeded])];

    private Cursor Open(DataViewSchema.Column[] columns)
    {
        foreach (var column in columns)
        {
            Requested.Add(column.Name);
        }

        Interlocked.Increment(ref openCursors);
        return new Cursor(this, columns);
    }

    private sealed class Cursor(ThirdPartyView view, DataViewSchema.Column[] columns) : DataViewRowCursor
    {
        private int row = -1;
        private bool disposed;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => row < view.rowCount ? row : -1;

        public override long Batch => 0;

        public override bool MoveNext() => row < view.rowCount && ++row < view.rowCount;

        public override bool IsColumnActive(DataViewSchema.Column column) =>
            columns.Any(active => active.Index == column.Index);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)row, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!IsColumnActive(column))
            {
                throw new ArgumentOutOfRangeException(nameof(column));
            }

            Delegate getter =
                column.Index == 0 ? (ValueGetter<int>)((ref int id) => id = row) : (ValueGetter<VBuffer<float>>)Values;
            return (ValueGetter<TValue>)getter;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !disposed)
            {
                Interlocked.Decrement(ref view.openCursors);
            }

            disposed = true;
            base.Dispose(disposing);
        }

        // Sparse: only the second slot is explicit.
        private void Values(ref VBuffer<float> dst)
        {
            var editor = VBufferEditor.Create(ref dst, 2, 1);
            editor.Values[0] = row;
            editor.Indices[0] = 1;
            dst = editor.Commit();
        }
    }
}
