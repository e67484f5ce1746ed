using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Tooling;

/// <summary>
/// A view that runs an action for each row when the row is first read. ML.NET's writers may read some rows twice.
/// </summary>
/// <param name="source">The source view. All of its columns are read.</param>
/// <param name="bind">Returns the action for the current row, given a cursor.</param>
/// <param name="cancellationToken">Checked before each row.</param>
internal sealed class WatchedView(IDataView source, Func<DataViewRow, Action> bind, CancellationToken cancellationToken)
    : OrderedView
{
    /// <summary>Gets the number of rows that have been read.</summary>
    public long RowCount { get; private set; }

    /// <inheritdoc />
    public override DataViewSchema Schema => source.Schema;

    /// <inheritdoc />
    public override long? GetRowCount() => source.GetRowCount();

    /// <inheritdoc />
    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        var rows = source.GetRowCursor(source.Schema);
        return new Cursor(this, rows, bind(rows));
    }

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
