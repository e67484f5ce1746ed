namespace Microsoft.ML.Data;

/// <summary>
/// A view's rows in random order: they go through a pool from which each next row is drawn, and the source is shuffled
/// as well where it can be and should.
/// </summary>
internal sealed class ShuffledView(IDataView source, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public bool CanShuffle => true;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        rand ??= new Random(seed);
        var input = source.GetRowCursor(columns, shuffleSource ? new Random(rand.Next()) : null);
        return poolSize == 1 ? input : Shuffle(input, columns, poolSize, rand);
    }

    /// <summary>
    /// Returns a cursor that shuffles the rows of another cursor with a pool of <paramref name="poolSize"/> rows.
    /// </summary>
    public static DataViewRowCursor Shuffle(
        DataViewRowCursor input,
        DataViewSchema.Column[] columns,
        int poolSize,
        Random rand
    ) => new Cursor(input, columns, poolSize, rand);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    // As in ML.NET it does not dispose its source: cursors of third parties must let go at their end by themselves.
    private sealed class Cursor : SourceCursor
    {
        private readonly DataViewRowCursor _input;
        private readonly Dictionary<int, ColumnStore> _columns;
        private readonly ValueGetter<DataViewRowId> _getId;
        private readonly DataViewRowId[] _ids;
        private readonly Random _random;
        private readonly int[] _slots;
        private int _count;
        private int _served = -1;

        public Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, int poolSize, Random random)
            : base(input.Schema, columns)
        {
            _input = input;
            _random = random;
            _getId = input.GetIdGetter();
            _ids = new DataViewRowId[poolSize];
            _slots = Enumerable.Range(0, poolSize).ToArray();
            _columns = columns
                .DistinctBy(column => column.Index)
                .ToDictionary(column => column.Index, column => ColumnStore.Create(input, column));
            UseGetters(column => _columns[column].MakeGetter(CurrentSlot));
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[CurrentSlot()];

        protected override bool MoveToNext()
        {
            if (_served < 0)
            {
                while (_count < _slots.Length && TryFill(_count))
                {
                    _count++;
                }
            }
            else if (!TryFill(_slots[_served]))
            {
                _count--;
                (_slots[_served], _slots[_count]) = (_slots[_count], _slots[_served]);
            }

            if (_count == 0)
            {
                return false;
            }

            _served = _random.Next(_count);
            return true;
        }

        private bool TryFill(int slot)
        {
            if (!_input.MoveNext())
            {
                return false;
            }

            _getId(ref _ids[slot]);
            foreach (var column in _columns.Values)
            {
                column.Fetch(slot);
            }

            return true;
        }

        private int CurrentSlot()
        {
            CheckPosition();
            return _slots[_served];
        }
    }
}
