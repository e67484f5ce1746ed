namespace Microsoft.ML.Data;

/// <summary>
/// The rows of a view that a predicate keeps. <paramref name="makePredicate"/> gets a row in which
/// <paramref name="columns"/> are active and returns the predicate on its current values.
/// </summary>
internal sealed class FilteredView(
    IDataView source,
    DataViewSchema.Column[] columns,
    Func<DataViewRow, Func<bool>> makePredicate
) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
        ParallelCursors.Consolidated(this, columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var needed = columnsNeeded.ToArray();
        return source
            .GetRowCursorSet(needed.Concat(columns), n, rand)
            .Select(input => MakeCursor(input, needed))
            .ToArray();
    }

    private DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema.Column[] needed) =>
        new Cursor(input, needed, makePredicate(input));

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, Func<bool> isKept)
        : PassingCursor(input, columns)
    {
        protected override bool MoveToNext()
        {
            while (Input.MoveNext())
            {
                if (isKept())
                {
                    return true;
                }
            }

            return false;
        }
    }
}
