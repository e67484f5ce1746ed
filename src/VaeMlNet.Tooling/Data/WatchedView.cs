using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>
/// The rows of a view, of each of which somebody is told when it is first read: writers of ML.NET's read some rows beforehand.
/// </summary>
/// <param name="source">The view. It is read with all of its columns.</param>
/// <param name="bind">Given a cursor, gives what is told of its current row.</param>
/// <param name="cancellationToken">Looked at before each row.</param>
internal sealed class WatchedView(IDataView source, Func<DataViewRow, Action> bind, CancellationToken cancellationToken)
    : IDataView
{
    /// <summary>Rows that have been read.</summary>
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

    /// <summary>One cursor: rows are told of in their order.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private void Tell(long row, Action told)
    {
        if (row > RowCount)
        {
            told();
            RowCount = row;
        }
    }

    private void CheckCanceled() => cancellationToken.ThrowIfCancellationRequested();

    private sealed class Cursor(WatchedView view, DataViewRowCursor rows, Action told) : PassingCursor(rows)
    {
        private long read;

        public override bool MoveNext()
        {
            view.CheckCanceled();
            if (!Rows.MoveNext())
            {
                return false;
            }

            view.Tell(++read, told);
            return true;
        }
    }
}
