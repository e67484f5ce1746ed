using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Some rows of a view, chosen by their numbers.</summary>
/// <param name="source">The view.</param>
/// <param name="chosen">The numbers of the rows, from 0, in rising order.</param>
internal sealed class ChosenRowsView(IDataView source, IReadOnlyList<long> chosen) : OrderedView
{
    public override DataViewSchema Schema => source.Schema;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(source.GetRowCursor(columns), chosen);

    private sealed class Cursor(DataViewRowCursor rows, IReadOnlyList<long> chosen) : PassingCursor(rows)
    {
        private long position = -1;
        private long read = -1;

        public override long Position => position;

        public override bool MoveNext()
        {
            var next = (int)position + 1;
            while (next < chosen.Count && Rows.MoveNext())
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
    }
}
