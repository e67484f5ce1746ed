using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Cli;

/// <summary>
/// Blocks of rows as one view. A block is created when its first row is read, and released after its last.
/// </summary>
/// <param name="schema">The columns of every block.</param>
/// <param name="blocks">The blocks. Every pass over the view enumerates them again.</param>
internal sealed class DecodedRowsView(DataViewSchema schema, IEnumerable<IDataView> blocks) : OrderedView
{
    public override DataViewSchema Schema => schema;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(schema, columns, blocks.GetEnumerator());

    private sealed class Cursor(DataViewSchema schema, DataViewSchema.Column[] columns, IEnumerator<IDataView> blocks)
        : ChainedCursor(schema, columns)
    {
        protected override DataViewRowCursor? OpenNext() =>
            blocks.MoveNext() ? blocks.Current.GetRowCursor(blocks.Current.Schema.Where(IsColumnActive)) : null;

        protected override void Close()
        {
            base.Close();
            blocks.Dispose();
        }
    }
}
