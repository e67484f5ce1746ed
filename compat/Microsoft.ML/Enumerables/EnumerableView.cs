using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A data view over a user's objects, read afresh by each cursor.</summary>
internal sealed class EnumerableView<TRow> : IDataView
    where TRow : class
{
    private readonly IEnumerable<TRow> _data;
    private readonly IReadOnlyList<BoundColumn> _columns;

    public EnumerableView(IEnumerable<TRow> data, SchemaDefinition definition)
    {
        Check.Value(data, nameof(data));
        _data = data;
        _columns = BoundColumn.AllOf(typeof(TRow), definition, SchemaDefinition.Direction.Read);
        Schema = BoundColumn.SchemaOf(_columns);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => (_data as ICollection<TRow>)?.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        new Cursor(this, columnsNeeded);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : SourceCursor
    {
        private readonly IEnumerator<TRow> _rows;
        private TRow _row;

        public Cursor(EnumerableView<TRow> view, IEnumerable<DataViewSchema.Column> columnsNeeded)
            : base(view.Schema, columnsNeeded)
        {
            UseGetters(column => MemberGetters.Make(view._columns[column], Current));
            _rows = view._data.GetEnumerator();
        }

        protected override bool MoveToNext()
        {
            var moved = _rows.MoveNext();
            _row = moved ? _rows.Current : null;
            Check.That(!moved || _row is not null, "Encountered null when iterating over data, this is not supported.");
            return moved;
        }

        protected override void DisposeSource() => _rows.Dispose();

        private TRow Current() => _row ?? throw new InvalidOperationException(SchemaErrors.ValuesNotAvailable);
    }
}
