namespace Microsoft.ML.Data;

/// <summary>A data view with computed columns: nothing is computed before a cursor's getter is called.</summary>
internal sealed class MappedView(IDataView source, RowMapper mapper) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var active = mapper.Active(columnsNeeded);
        return new MappedCursor(mapper, source.GetRowCursor(mapper.InputsOf(active), rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var active = mapper.Active(columnsNeeded);
        return source
            .GetRowCursorSet(mapper.InputsOf(active), n, rand)
            .Select(cursor => (DataViewRowCursor)new MappedCursor(mapper, cursor, active))
            .ToArray();
    }
}
