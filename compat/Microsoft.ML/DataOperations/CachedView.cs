using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A view that keeps in memory the columns it was asked for; it can be shuffled and read by several cursors.</summary>
internal sealed class CachedView : IDataView
{
    private readonly IDataView _source;
    private readonly ColumnStore[] _stores;
    private readonly int[] _prefetch;
    private readonly Lock _lock = new();
    private long? _rowCount;

    public CachedView(IDataView source, params int[] prefetch)
    {
        _source = source;
        _prefetch = prefetch;
        _stores = new ColumnStore[source.Schema.Count];
        _rowCount = source.GetRowCount();
    }

    public bool CanShuffle => true;

    public DataViewSchema Schema => _source.Schema;

    public long? GetRowCount() => _rowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        GetRowCursorSet(columnsNeeded, 1, rand)[0];

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        Check.Value(columnsNeeded, nameof(columnsNeeded));
        var columns = columnsNeeded.ToArray();
        var rows = Fill(columns.Select(column => column.Index).Concat(_prefetch));
        int[] order = null;
        if (rand is not null)
        {
            order = Enumerable.Range(0, rows).ToArray();
            rand.Shuffle(order);
        }

        var blocks = new BlockSource(rows);
        return Enumerable
            .Range(0, Math.Max(1, n))
            .Select(_ => (DataViewRowCursor)new Cursor(this, columns, blocks, order))
            .ToArray();
    }

    /// <summary>Reads the columns that are not in memory yet and returns the number of rows.</summary>
    private int Fill(IEnumerable<int> columns)
    {
        lock (_lock)
        {
            var missing = columns.Distinct().Where(column => _stores[column] is null).ToArray();
            if (missing.Length == 0 && _rowCount is { } known)
            {
                return checked((int)known);
            }

            using var cursor = _source.GetRowCursor(missing.Select(column => Schema[column]));
            var stores = missing.Select(column => ColumnStore.Create(cursor, Schema[column])).ToArray();
            var rows = 0;
            for (; cursor.MoveNext(); rows++)
            {
                foreach (var store in stores)
                {
                    store.Fetch(rows);
                }
            }

            for (var i = 0; i < missing.Length; i++)
            {
                _stores[missing[i]] = stores[i];
            }

            _rowCount = rows;
            return rows;
        }
    }

    /// <summary>Hands out blocks of rows to the cursors of one set, in order.</summary>
    private sealed class BlockSource(int rows)
    {
        private const int BlockSize = 64;
        private int _next = -1;

        public bool TryTake(out int first, out int end, out int block)
        {
            block = Interlocked.Increment(ref _next);
            var start = (long)block * BlockSize;
            first = (int)Math.Min(start, rows);
            end = (int)Math.Min(start + BlockSize, rows);
            return first < end;
        }
    }

    private sealed class Cursor : SourceCursor
    {
        private readonly BlockSource _blocks;
        private readonly int[] _order;
        private int _row = -1;
        private int _end;
        private int _block;

        public Cursor(CachedView view, IEnumerable<DataViewSchema.Column> columns, BlockSource blocks, int[] order)
            : base(view.Schema, columns)
        {
            _blocks = blocks;
            _order = order;
            UseGetters(column => view._stores[column].MakeGetter(CurrentRow));
        }

        public override long Batch => _block;

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)CurrentRow(), 0);

        protected override bool MoveToNext() => ++_row < _end || _blocks.TryTake(out _row, out _end, out _block);

        private int CurrentRow()
        {
            CheckPosition();
            return _order is null ? _row : _order[_row];
        }
    }
}
