namespace Microsoft.ML.Data;

/// <summary>A data view with computed columns: nothing is computed before a cursor's getter is called.</summary>
/// <param name="source">The view.</param>
/// <param name="mapper">Its columns and the computed ones.</param>
/// <param name="splitsFewRows">Whether to distribute the source's rows even if it has as many cursors as needed.</param>
internal sealed class MappedView(IDataView source, RowMapper mapper, bool splitsFewRows = true) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        ParallelCursors.Consolidated(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var active = mapper.Active(columnsNeeded);
        var inputs = source.GetRowCursorSet(mapper.InputsOf(active), n, rand);
        if (inputs.Length == 1 && n > 1 && mapper.Computes(active) && (splitsFewRows || HasMoreRowsThan(n)))
        {
            inputs = ParallelCursors.Split(inputs[0], n);
        }

        return inputs.Select(cursor => (DataViewRowCursor)new MappedCursor(mapper, cursor, active)).ToArray();
    }

    private bool HasMoreRowsThan(int n) => (source.GetRowCount() ?? int.MaxValue) > n;
}
