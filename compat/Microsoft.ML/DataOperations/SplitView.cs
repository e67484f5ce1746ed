namespace Microsoft.ML.Data;

/// <summary>
/// A part of a split: each row draws a number in [0, 1) from a generator of the seed, and the part has the rows whose
/// numbers belong to it.
/// </summary>
internal sealed class SplitView(IDataView source, uint seed, Func<double, bool> contains) : IDataView
{
    // A row's number depends on its place, so the rows are always read in order by one cursor.
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(columns), columns, new TauswortheGenerator(seed), contains);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(
        DataViewRowCursor input,
        DataViewSchema.Column[] columns,
        TauswortheGenerator generator,
        Func<double, bool> contains
    ) : PassingCursor(input, columns)
    {
        protected override bool MoveToNext()
        {
            while (Input.MoveNext())
            {
                if (contains(generator.NextSingle()))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
