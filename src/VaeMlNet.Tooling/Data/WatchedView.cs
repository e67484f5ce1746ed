using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>
/// A view that runs an action for each row when the row is first read. ML.NET's writers may read some rows twice.
/// </summary>
/// <param name="source">The source view. All of its columns are read.</param>
/// <param name="bind">Returns the action for the current row, given a cursor.</param>
/// <param name="cancellationToken">Checked before each row.</param>
internal sealed class WatchedView(IDataView source, Func<DataViewRow, Action> bind, CancellationToken cancellationToken)
    : IDataView
{
    /// <summary>Gets the number of rows that have been read.</summary>
    public long RowCount { get; private set; }

    /// <inheritdoc />
    public DataViewSchema Schema => source.Schema;

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <inheritdoc />
    public long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var rows = source.GetRowCursor(source.Schema);
        return new Cursor(this, rows, bind(rows));
    }

    /// <summary>Returns one cursor, because the actions must run in the order of the rows.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private void RunOnce(long row, Action action)
    {
        if (row > RowCount)
        {
            action();
            RowCount = row;
        }
    }

    private void CheckCanceled() => cancellationToken.ThrowIfCancellationRequested();

    private sealed class Cursor(WatchedView view, DataViewRowCursor rows, Action action) : PassingCursor(rows)
    {
        private long read;

        public override bool MoveNext()
        {
            view.CheckCanceled();
            if (!Rows.MoveNext())
            {
                return false;
            }

            view.RunOnce(++read, action);
            return true;
        }
    }
}
