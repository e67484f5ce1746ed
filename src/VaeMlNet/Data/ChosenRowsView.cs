using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Some rows of a view, chosen by their numbers.</summary>
/// <param name="source">The view.</param>
/// <param name="chosen">The numbers of the rows, from 0, in rising order.</param>
internal sealed class ChosenRowsView(IDataView source, IReadOnlyList<long> chosen) : IDataView
{
    /// <inheritdoc />
    public DataViewSchema Schema => source.Schema;

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <inheritdoc />
    public long? GetRowCount() => null;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(source.GetRowCursor(columnsNeeded), chosen);

    /// <summary>Returns one cursor, because a view is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor rows, IReadOnlyList<long> chosen) : DataViewRowCursor
    {
        private long position = -1;
        private long read = -1;

        public override DataViewSchema Schema => rows.Schema;

        public override long Position => position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            var next = (int)position + 1;
            while (next < chosen.Count && rows.MoveNext())
            {
                if (++read == chosen[next])
                {
                    position = next;
                    return true;
                }
            }

            position = -1;
            return false;
        }

        public override bool IsColumnActive(DataViewSchema.Column column) => rows.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            rows.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
