namespace Microsoft.ML.Data;

/// <summary>The rows of a view after the first <paramref name="skip"/>, at most <paramref name="take"/> of them.</summary>
internal sealed class LimitedView(IDataView source, long skip, long take) : IDataView
{
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount() is { } rows ? Math.Min(Math.Max(0, rows - skip), take) : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(columns), columns, skip, take);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor input, DataViewSchema.Column[] columns, long skip, long take)
        : PassingCursor(input, columns)
    {
        private long _toSkip = skip;
        private long _toTake = take;

        public override long Batch => 0;

        protected override bool MoveToNext()
        {
            for (; _toSkip > 0; _toSkip--)
            {
                if (!Input.MoveNext())
                {
                    return false;
                }
            }

            return _toTake-- > 0 && Input.MoveNext();
        }
    }
}
