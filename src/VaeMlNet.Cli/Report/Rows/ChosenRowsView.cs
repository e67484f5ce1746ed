using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>Some rows of a view, by their numbers: what is looked at closely of a file of any length.</summary>
/// <param name="source">The view.</param>
/// <param name="chosen">Numbers of the rows, from 0, in rising order.</param>
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

    /// <summary>One cursor: a file is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(DataViewRowCursor rows, IReadOnlyList<long> chosen) : PassingCursor(rows)
    {
        private long position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override bool MoveNext()
        {
            var next = (int)position + 1;
            while (next < chosen.Count && Rows.MoveNext())
            {
                if (Rows.Position == chosen[next])
                {
                    position = next;
                    return true;
                }
            }

            position = -1;
            return false;
        }
    }
}
