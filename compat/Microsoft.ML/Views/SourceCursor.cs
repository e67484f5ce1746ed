using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A cursor over rows that come from no other cursor: it counts the position and holds the active columns.</summary>
internal abstract class SourceCursor : DataViewRowCursor
{
    private readonly Delegate[] _getters;
    private readonly bool[] _active;
    private long _position = -1;
    private bool _disposed;

    protected SourceCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Check.Value(columnsNeeded, nameof(columnsNeeded));
        Schema = schema;
        _getters = new Delegate[schema.Count];
        _active = new bool[schema.Count];
        foreach (var column in columnsNeeded)
        {
            _active[column.Index] = true;
        }
    }

    public sealed override DataViewSchema Schema { get; }

    public sealed override long Position => _position;

    public override long Batch => 0;

    public sealed override bool MoveNext()
    {
        if (_disposed)
        {
            return false;
        }

        if (MoveToNext())
        {
            _position++;
            return true;
        }

        Dispose();
        return false;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId id) =>
        {
            CheckPosition();
            id = new DataViewRowId((ulong)_position, 0);
        };

    public sealed override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _active[column.Index]
            ? SchemaErrors.Typed<TValue>(_getters[column.Index], Schema[column.Index])
            : throw SchemaErrors.NotActive();

    protected void CheckPosition() => Check.That(_position >= 0, SchemaErrors.ValuesNotAvailable);

    /// <summary>Makes the getters of the active columns; called once, from the derived constructor.</summary>
    protected void UseGetters(Func<int, Delegate> make)
    {
        for (var i = 0; i < _getters.Length; i++)
        {
            if (_active[i])
            {
                _getters[i] = make(i);
            }
        }
    }

    protected abstract bool MoveToNext();

    protected virtual void DisposeSource() { }

    protected sealed override void Dispose(bool disposing)
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _position = -1;
        if (disposing)
        {
            DisposeSource();
        }
    }
}
