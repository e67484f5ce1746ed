using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A cursor of rows in random order, or of some of the rows of a view. Only messages need the number of a row in the view: it is that of the row with the same id
/// in a pass over the view.
/// </summary>
/// <param name="rows">The other cursor. It is disposed with this one.</param>
/// <param name="view">The view.</param>
internal sealed class NumberedCursor(DataViewRowCursor rows, IDataView view) : PassingCursor(rows)
{
    private readonly ValueGetter<DataViewRowId> idGetter = rows.GetIdGetter();

    public override long Position
    {
        get
        {
            DataViewRowId id = default;
            idGetter(ref id);
            return NumberOf(id);
        }
    }

    public override bool MoveNext() => Rows.MoveNext();

    /// <summary>Returns the number of a row in the view, from 0.</summary>
    public long NumberOf(DataViewRowId id)
    {
        using var cursor = view.GetRowCursor([]);
        var otherGetter = cursor.GetIdGetter();
        DataViewRowId other = default;
        while (cursor.MoveNext())
        {
            otherGetter(ref other);
            if (other.Equals(id))
            {
                return cursor.Position;
            }
        }

        // The view has other rows in each pass.
        return (long)id.Low;
    }
}
