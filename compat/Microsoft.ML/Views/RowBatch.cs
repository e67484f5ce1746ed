namespace Microsoft.ML.Data;

/// <summary>The rows that a thread has read from a cursor: a store for each active column, and the ids of the rows.</summary>
internal sealed record RowBatch(long Id, ColumnStore[] Stores, List<DataViewRowId> RowIds, Exception Error)
{
    /// <summary>Creates the batch of a cursor that threw an exception. It is served before any rows.</summary>
    public static RowBatch Failed(Exception error) => new(long.MinValue, [], [], error);
}

/// <summary>Gathers a cursor's rows into batches.</summary>
internal sealed class RowBatchReader
{
    private readonly ValueGetter<DataViewRowId> _getId;
    private ColumnStore[] _stores;
    private List<DataViewRowId> _ids = [];

    public RowBatchReader(DataViewRowCursor input, DataViewSchema.Column[] columns)
    {
        Input = input;
        Stores = columns.Select(column => ColumnStore.Create(input, column)).ToArray();
        _stores = Stores.Select(store => store.Empty()).ToArray();
        _getId = input.GetIdGetter();
    }

    public DataViewRowCursor Input { get; }

    /// <summary>Gets an empty store for each column. The store has the column's type.</summary>
    public ColumnStore[] Stores { get; }

    public int Count => _ids.Count;

    /// <summary>Takes in the current row and returns how many there are.</summary>
    public int Fill()
    {
        foreach (var store in _stores)
        {
            store.Fetch(_ids.Count);
        }

        DataViewRowId id = default;
        _getId(ref id);
        _ids.Add(id);
        return _ids.Count;
    }

    public RowBatch Take(long id)
    {
        var batch = new RowBatch(id, _stores, _ids, null);
        _stores = Stores.Select(store => store.Empty()).ToArray();
        _ids = [];
        return batch;
    }
}
