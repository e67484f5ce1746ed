namespace Microsoft.ML.Data;

/// <summary>A cursor that serves some of another cursor's rows, with positions of its own.</summary>
internal abstract class PassingCursor : DataViewRowCursor
{
    private readonly bool[] _active;
    private long _position = -1;
    private bool _done;

    protected PassingCursor(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        Input = input;
        _active = new bool[input.Schema.Count];
        foreach (var column in columnsNeeded)
        {
            _active[column.Index] = true;
        }
    }

    protected DataViewRowCursor Input { get; }

    public override DataViewSchema Schema => Input.Schema;

    public override long Position => _position;

    public override long Batch => Input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => Input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        _active[column.Index] ? Input.GetGetter<TValue>(column) : throw SchemaErrors.NotActive();

    public sealed override bool MoveNext()
    {
        if (_done)
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

    /// <summary>Moves the input to the next row to serve.</summary>
    protected abstract bool MoveToNext();

    protected override void Dispose(bool disposing)
    {
        if (_done)
        {
            return;
        }

        _done = true;
        _position = -1;
        if (disposing)
        {
            Input.Dispose();
        }
    }
}
