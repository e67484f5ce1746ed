using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A view with the columns of a step. It runs the graphs on whole batches while it is read.</summary>
/// <remarks>Thread-safe. Cursors share only the sessions.</remarks>
internal sealed class BatchedOnnxView(BatchedOnnxStep step, StepSessions sessions, IDataView source) : IDataView
{
    private readonly ColumnBindings bindings = step.Bind(source.Schema);

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => bindings.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var active = new ActiveColumns(step, bindings, columnsNeeded);
        sessions.ThrowIfDisposed();
        return Batched([source.GetRowCursor(active.InputColumns, rand)], active, rand)[0];
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        var active = new ActiveColumns(step, bindings, columnsNeeded);
        sessions.ThrowIfDisposed();
        return Batched(source.GetRowCursorSet(active.InputColumns, n, rand), active, rand);
    }

    private DataViewRowCursor[] Batched(DataViewRowCursor[] cursors, ActiveColumns active, Random? rand)
    {
        if (cursors.Length > 1 || (rand is not null && CanShuffle))
        {
            cursors = [.. cursors.Select(cursor => new NumberedCursor(cursor, source))];
        }

        var batching = active.NeedsGraph
            ? CursorBatching.Choose(step, sessions, source.GetRowCount(), cursors.Length)
            : new CursorBatching(Capacity: 1);
        try
        {
            return [.. cursors.Select(c => new BatchedOnnxCursor(step, sessions, Schema, c, active, batching))];
        }
        catch
        {
            // ML.NET's cursors can have worker threads, which wait forever if the cursor is not disposed.
            foreach (var cursor in cursors)
            {
                cursor.Dispose();
            }

            throw;
        }
    }
}
