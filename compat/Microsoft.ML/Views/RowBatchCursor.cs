namespace Microsoft.ML.Data;

/// <summary>Serves rows of batches that other threads fill, until there is none left.</summary>
internal sealed class RowBatchCursor : DataViewRowCursor
{
    private readonly Delegate[] _getters;
    private readonly Func<RowBatch> _take;
    private readonly Action _quit;
    private RowBatch _batch;
    private int _row;
    private long _position = -1;
    private bool _isDisposed;

    public RowBatchCursor(
        DataViewSchema schema,
        DataViewSchema.Column[] columns,
        ColumnStore[] stores,
        Func<RowBatch> take,
        Action quit
    )
    {
        Schema = schema;
        _take = take;
        _quit = quit;
        _getters = new Delegate[schema.Count];
        for (var i = 0; i < columns.Length; i++)
        {
            var column = i;
            _getters[columns[i].Index] = stores[i].MakeGetter(() => Current().Stores[column], () => _row);
        }
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => _batch?.Id ?? -1;

    public override bool IsColumnActive(DataViewSchema.Column column) => _getters[column.Index] is not null;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Current().RowIds[_row];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        var getter =
            _getters[column.Index]
            ?? throw new ArgumentOutOfRangeException(nameof(column), "requested column not active.");
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException(
                $"Invalid TValue: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'."
            );
    }

    public override bool MoveNext()
    {
        if (_isDisposed)
        {
            return false;
        }

        if (_batch is null || ++_row >= _batch.RowIds.Count)
        {
            _batch = _take();
            _row = 0;
            if (_batch?.Error is { } error)
            {
                _batch = null;
                throw new InvalidOperationException(
                    "Splitter/consolidator worker encountered exception while consuming source data",
                    error
                );
            }
        }

        if (_batch is null)
        {
            Dispose();
            return false;
        }

        _position++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _batch = null;
        _position = -1;
        if (disposing)
        {
            _quit();
        }
    }

    private RowBatch Current() =>
        _batch ?? throw new InvalidOperationException("Cannot get value as the cursor is not in a good state");
}
