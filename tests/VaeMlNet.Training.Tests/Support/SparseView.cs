using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>A view whose 'Features' come as sparse buffers, as ML.NET's text loader and hashing give them.</summary>
internal sealed class SparseView : IDataView
{
    private readonly float[][] rows;

    public SparseView(float[][] rows)
    {
        this.rows = rows;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, rows[0].Length));
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(SparseView view) : DataViewRowCursor
    {
        private long position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override bool MoveNext()
        {
            position = position + 1 < view.rows.Length ? position + 1 : -1;
            return position >= 0;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)(object)(ValueGetter<VBuffer<float>>)Fill;

        private void Fill(ref VBuffer<float> buffer)
        {
            var row = view.rows[position];
            var indices = Enumerable.Range(0, row.Length).Where(slot => row[slot] != 0).ToArray();
            buffer = new VBuffer<float>(row.Length, indices.Length, [.. indices.Select(slot => row[slot])], indices);
        }
    }
}
