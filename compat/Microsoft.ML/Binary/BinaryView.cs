namespace Microsoft.ML.Data;

/// <summary>A data view over a binary file, which it keeps open until it is disposed.</summary>
internal sealed class BinaryView(BinaryFile file) : IDataView, IDisposable
{
    private const int ShuffledBlocks = 4;

    public bool CanShuffle => true;

    public DataViewSchema Schema => file.Schema;

    public long? GetRowCount() => file.RowCount;

    /// <summary>
    /// Reads blocks in random order if there is a random source, and draws rows from a pool of the size of four blocks.
    /// </summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        var pool = (int)Math.Min(1 << 28, Math.Min(file.RowCount, (long)ShuffledBlocks * file.RowsPerBlock));
        var order = Enumerable.Range(0, file.BlockCount).ToArray();
        if (rand is null)
        {
            return new Cursor(file, columns, order);
        }

        if (pool < file.RowCount)
        {
            rand.Shuffle(order);
        }

        var cursor = new Cursor(file, columns, order);
        return pool < 2 ? cursor : ShuffledView.Shuffle(cursor, columns, pool, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    public void Dispose() => file.Dispose();

    private sealed class Cursor : SourceCursor
    {
        private readonly BinaryFile _file;
        private readonly int[] _order;
        private readonly Dictionary<int, ColumnBlockReader> _readers;
        private int _next;
        private int _row = -1;
        private int _rows;

        public Cursor(BinaryFile file, DataViewSchema.Column[] columns, int[] order)
            : base(file.Schema, columns)
        {
            _file = file;
            _order = order;
            _readers = columns
                .Select(column => column.Index)
                .Distinct()
                .ToDictionary(column => column, column => file.MakeReader(column));
            UseGetters(column => _readers[column].MakeGetter(CurrentRow));
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) =>
                id = new DataViewRowId((ulong)(CurrentRow() + (long)_order[_next - 1] * _file.RowsPerBlock), 0);

        protected override bool MoveToNext()
        {
            if (++_row < _rows)
            {
                return true;
            }

            if (_next == _order.Length)
            {
                return false;
            }

            var block = _order[_next++];
            foreach (var (column, reader) in _readers)
            {
                _file.Load(reader, column, block);
            }

            _row = 0;
            _rows = _file.RowsOf(block);
            return true;
        }

        private int CurrentRow()
        {
            CheckPosition();
            return _row;
        }
    }
}
