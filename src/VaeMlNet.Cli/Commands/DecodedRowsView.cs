using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>
/// Blocks of rows as one view. A block is created when its first row is read, and released after its last.
/// </summary>
/// <param name="schema">The columns of every block.</param>
/// <param name="blocks">The blocks. Every pass over the view enumerates them again.</param>
internal sealed class DecodedRowsView(DataViewSchema schema, IEnumerable<IDataView> blocks) : IDataView
{
    /// <inheritdoc />
    public DataViewSchema Schema => schema;

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <inheritdoc />
    public long? GetRowCount() => null;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(schema, blocks.GetEnumerator(), [.. columnsNeeded.Select(column => column.Index)]);

    /// <summary>Returns one cursor, because blocks are created one after the other.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewSchema schema, IEnumerator<IDataView> blocks, HashSet<int> active)
        : DataViewRowCursor
    {
        private DataViewRowCursor? block;
        private long position = -1;

        public override DataViewSchema Schema => schema;

        public override long Position => position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override bool MoveNext()
        {
            while (block?.MoveNext() != true)
            {
                block?.Dispose();
                block = null;
                if (!blocks.MoveNext())
                {
                    position = -1;
                    return false;
                }

                block = blocks.Current.GetRowCursor(blocks.Current.Schema.Where(IsColumnActive));
            }

            position++;
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            DataViewRowCursor? bound = null;
            ValueGetter<TValue>? getter = null;
            return (ref TValue value) =>
            {
                // Every block has its own getters.
                if (getter is null || bound != block)
                {
                    bound = block!;
                    getter = bound.GetGetter<TValue>(bound.Schema[column.Index]);
                }

                getter(ref value);
            };
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new((ulong)position, 0);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                block?.Dispose();
                blocks.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
