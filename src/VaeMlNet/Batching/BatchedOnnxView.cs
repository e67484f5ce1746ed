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
        return Batched([source.GetRowCursor(active.InputColumns, rand)], active)[0];
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        var active = new ActiveColumns(step, bindings, columnsNeeded);
        sessions.ThrowIfDisposed();
        return Batched(source.GetRowCursorSet(active.InputColumns, n, rand), active);
    }

    private DataViewRowCursor[] Batched(DataViewRowCursor[] cursors, ActiveColumns active)
    {
        // Reading ahead helps only if a graph runs, and a batch never has more rows than the data.
        var rowCount = source.GetRowCount() ?? long.MaxValue;
        var readsAhead = active.NeedsGraph && !sessions.IsRowByRow;
        var capacity = readsAhead ? (int)Math.Clamp(rowCount, 1, step.BatchSize) : 1;
        // Several cursors already keep the processors busy, and a batch of one row is not worth a task.
        var isWorthwhile = cursors.Length == 1 && capacity > 1 && rowCount > capacity;
        var readsWhileRunning = isWorthwhile && sessions.RunBesideTheCaller;
        // Rows of more batches than there are would be memory for nothing.
        var runsAtOnce = readsWhileRunning
            ? (int)Math.Clamp((rowCount + capacity - 1) / capacity, 1, sessions.RunsAtOnce)
            : 1;
        try
        {
            return
            [
                .. cursors.Select(c => new BatchedOnnxCursor(
                    step,
                    sessions,
                    Schema,
                    c,
                    active,
                    capacity,
                    readsWhileRunning,
                    runsAtOnce,
                    isOneOfSeveral: cursors.Length > 1
                )),
            ];
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
