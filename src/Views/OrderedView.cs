using Microsoft.ML;

namespace VaeMlNet.Views;

/// <summary>A view that one cursor reads from its first row to its last, and that is never shuffled.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal abstract class OrderedView : IDataView
{
    public abstract DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public virtual long? GetRowCount() => null;

    /// <summary>Returns a cursor over the rows in order, whatever <paramref name="rand"/> is.</summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return OpenCursor([.. columnsNeeded]);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded)];

    /// <summary>Opens a cursor over the rows.</summary>
    protected abstract DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns);
}
