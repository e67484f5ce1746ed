using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A row over one object of a user's class at a time; Position counts the objects.</summary>
internal sealed class ObjectRow<TRow> : DataViewRow
    where TRow : class
{
    private readonly Delegate[] _getters;
    private TRow _row;
    private long _position = -1;

    public ObjectRow(SchemaDefinition definition)
        : this(BoundColumn.AllOf(typeof(TRow), definition, SchemaDefinition.Direction.Read)) { }

    public ObjectRow(IReadOnlyList<BoundColumn> columns)
    {
        Schema = BoundColumn.SchemaOf(columns);
        _getters = columns.Select(column => MemberGetters.Make(column, Current)).ToArray();
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => 0;

    public void MoveTo(TRow row)
    {
        _row = row;
        _position++;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => true;

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        SchemaErrors.Typed<TValue>(_getters[column.Index], Schema[column.Index]);

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

    private TRow Current()
    {
        Check.That(_position >= 0, SchemaErrors.ValuesNotAvailable);
        return _row;
    }
}
