using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A view with the columns of a step, which runs the graph on whole batches as it is read.</summary>
/// <remarks>Thread-safe: cursors share the session and nothing else.</remarks>
internal sealed class BatchedOnnxView(BatchedOnnxStep step, SessionLease lease, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema { get; } = step.OutputSchema(source.Schema);

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new ActiveColumns(step, source.Schema, columnsNeeded);
        lease.ThrowIfDisposed();
        return Batched(source.GetRowCursor(active.InputColumns, rand), active);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        var active = new ActiveColumns(step, source.Schema, columnsNeeded);
        lease.ThrowIfDisposed();
        return [.. source.GetRowCursorSet(active.InputColumns, n, rand).Select(cursor => Batched(cursor, active))];
    }

    private BatchedOnnxCursor Batched(DataViewRowCursor cursor, ActiveColumns active)
    {
        // Without a run to share, looking ahead has no use; and no batch is longer than the data.
        long rows = active.NeedsGraph ? Math.Min(step.BatchSize, source.GetRowCount() ?? long.MaxValue) : 1;
        return new(step, lease, Schema, cursor, active, capacity: (int)Math.Max(rows, 1));
    }
}
