using Microsoft.ML;
using Microsoft.ML.Data;
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
        : RowCursor(schema, columns)
    {
        private DataViewRowCursor? block;

        protected override bool ReadRow(long index)
        {
            while (block?.MoveNext() != true)
            {
                block?.Dispose();
                block = null;
                if (!blocks.MoveNext())
                {
                    return false;
                }

                block = blocks.Current.GetRowCursor(blocks.Current.Schema.Where(IsColumnActive));
            }

            return true;
        }

        protected override Delegate MakeGetter(DataViewSchema.Column column)
        {
            var type = column.Type.RawType;
            return type == typeof(bool) ? Relay<bool>(column.Index)
                : type == typeof(uint) ? Relay<uint>(column.Index)
                : type == typeof(float) ? Relay<float>(column.Index)
                : Relay<VBuffer<float>>(column.Index);
        }

        protected override void Close()
        {
            block?.Dispose();
            blocks.Dispose();
        }

        // Every block has its own getters.
        private ValueGetter<T> Relay<T>(int column)
        {
            DataViewRowCursor? bound = null;
            ValueGetter<T>? getter = null;
            return (ref T value) =>
            {
                if (getter is null || bound != block)
                {
                    bound = block!;
                    getter = bound.GetGetter<T>(bound.Schema[column]);
                }

                getter(ref value);
            };
        }
    }
}
