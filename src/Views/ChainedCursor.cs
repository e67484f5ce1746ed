using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>A cursor that reads the rows of several cursors, one cursor after the other.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
/// <param name="schema">The columns. Those of the other cursors come first, in their order.</param>
/// <param name="columns">The requested columns.</param>
internal abstract class ChainedCursor(DataViewSchema schema, DataViewSchema.Column[] columns)
    : RowCursor(schema, columns)
{
    private DataViewRowCursor? current;

    protected override bool ReadRow(long index)
    {
        while (current?.MoveNext() != true)
        {
            current?.Dispose();
            current = OpenNext();
            if (current is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Opens the next cursor, over those of its columns that were requested; null after the last.</summary>
    protected abstract DataViewRowCursor? OpenNext();

    protected override Delegate MakeGetter(DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        return type == typeof(bool) ? Relay<bool>(column.Index)
            : type == typeof(uint) ? Relay<uint>(column.Index)
            : type == typeof(float) ? Relay<float>(column.Index)
            : Relay<VBuffer<float>>(column.Index);
    }

    protected override void Close() => current?.Dispose();

    // Every cursor has its own getters.
    private ValueGetter<T> Relay<T>(int column)
    {
        DataViewRowCursor? bound = null;
        ValueGetter<T>? getter = null;
        return (ref T value) =>
        {
            if (getter is null || bound != current)
            {
                bound = current!;
                getter = bound.GetGetter<T>(bound.Schema[column]);
            }

            getter(ref value);
        };
    }
}
