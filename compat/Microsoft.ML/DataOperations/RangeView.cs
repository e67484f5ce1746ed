namespace Microsoft.ML.Data;

/// <summary>The rows of a view in which a Single or Double column is in [lower, upper); NaN is in no range.</summary>
internal sealed class RangeView(IDataView source, DataViewSchema.Column column, double lower, double upper) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return MakeCursor(source.GetRowCursor(columns.Append(column), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var columns = columnsNeeded.ToArray();
        return source
            .GetRowCursorSet(columns.Append(column), n, rand)
            .Select(input => MakeCursor(input, columns))
            .ToArray();
    }

    private DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema.Column[] columns) =>
        new Cursor(input, columns, column, lower, upper);

    private sealed class Cursor : PassingCursor
    {
        private readonly Func<bool> _isInRange;

        public Cursor(
            DataViewRowCursor input,
            DataViewSchema.Column[] columns,
            DataViewSchema.Column column,
            double lower,
            double upper
        )
            : base(input, columns)
        {
            if (column.Type == NumberDataViewType.Single)
            {
                var get = input.GetGetter<float>(column);
                float value = 0;
                _isInRange = () =>
                {
                    get(ref value);
                    return lower <= value && value < upper;
                };
            }
            else
            {
                var get = input.GetGetter<double>(column);
                double value = 0;
                _isInRange = () =>
                {
                    get(ref value);
                    return lower <= value && value < upper;
                };
            }
        }

        protected override bool MoveToNext()
        {
            while (Input.MoveNext())
            {
                if (_isInRange())
                    return true;
            }
            return false;
        }
    }
}
