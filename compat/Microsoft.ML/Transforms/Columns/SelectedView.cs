using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A data view with some of another's columns.</summary>
internal sealed class SelectedView(IDataView source, ColumnSelection selection) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => selection.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return MakeCursor(source.GetRowCursor(selection.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var columns = columnsNeeded.ToArray();
        return source
            .GetRowCursorSet(selection.GetDependencies(columns), n, rand)
            .Select(input => MakeCursor(input, columns))
            .ToArray();
    }

    private DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema.Column[] columns)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columns)
        {
            active[column.Index] = true;
        }

        return new Cursor(selection, input, active);
    }

    private sealed class Cursor(ColumnSelection selection, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        public override DataViewSchema Schema => selection.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active[column.Index] ? input.GetGetter<TValue>(selection.SourceOf(column)) : throw SchemaErrors.NotActive();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                input.Dispose();
            }
        }
    }
}
