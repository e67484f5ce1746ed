using Microsoft.ML;

namespace VaeMlNet.Views;

/// <summary>
/// Views as one. A view is created when its first row is read, and released after its last.
/// </summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
/// <param name="schema">The columns of every view.</param>
/// <param name="views">The views. Every pass enumerates them again.</param>
internal sealed class ChainedView(DataViewSchema schema, IEnumerable<IDataView> views) : OrderedView
{
    public override DataViewSchema Schema => schema;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(schema, columns, views.GetEnumerator());

    private sealed class Cursor(DataViewSchema schema, DataViewSchema.Column[] columns, IEnumerator<IDataView> views)
        : ChainedCursor(schema, columns)
    {
        protected override DataViewRowCursor? OpenNext() =>
            views.MoveNext() ? views.Current.GetRowCursor(views.Current.Schema.Where(IsColumnActive)) : null;

        protected override void Close()
        {
            base.Close();
            views.Dispose();
        }
    }
}
