using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A view with the numbers 1 to K as Single beside the same numbers as keys. ML.NET's MapValue is created from this lookup map.
/// </summary>
internal sealed class KeyLookupView(KeyDataViewType keys, DataViewSchema.Annotations annotations) : OrderedView
{
    public override DataViewSchema Schema { get; } = MakeSchema(keys, annotations);

    public DataViewSchema.Column Number => Schema[0];

    public DataViewSchema.Column Key => Schema[1];

    public override long? GetRowCount() => (long)keys.Count;

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(Schema, columns, (long)keys.Count);

    private static DataViewSchema MakeSchema(KeyDataViewType keys, DataViewSchema.Annotations annotations)
    {
        var builder = new DataViewSchema.Builder();
        // ValueMappingTransformer reads the keys of the map from the first column and its values from the second. It stores
        // them under these names.
        builder.AddColumn("Key", NumberDataViewType.Single);
        builder.AddColumn("Value", keys, annotations);
        return builder.ToSchema();
    }

    private sealed class Cursor(DataViewSchema schema, DataViewSchema.Column[] columns, long count)
        : RowCursor(schema, columns)
    {
        protected override bool ReadRow(long index) => index < count;

        protected override Delegate MakeGetter(DataViewSchema.Column column) =>
            column.Index == 0
                ? (ValueGetter<float>)((ref float value) => value = CurrentRow() + 1)
                : (ValueGetter<uint>)((ref uint value) => value = (uint)CurrentRow() + 1);
    }
}
