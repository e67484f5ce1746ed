namespace Microsoft.ML.Data;

/// <summary>
/// A part of a split: each row draws a number in [0, 1) from a generator of the seed, and the part has the rows with
/// numbers in [lower, upper), or as the complement all others.
/// </summary>
internal sealed class SplitView(IDataView source, uint seed, double lower, double upper, bool complement) : IDataView
{
    // A row's number depends on its place, so the rows are always read in order by one cursor.
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return new Cursor(source.GetRowCursor(columns), columns, new TauswortheGenerator(seed), Contains);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    ) => [GetRowCursor(columnsNeeded)];

    private bool Contains(double number) => (lower <= number && number < upper) != complement;

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
                    return true;
            }
            return false;
        }
    }
}
