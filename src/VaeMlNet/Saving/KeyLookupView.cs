using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A view with the numbers 1 to K as Single beside the same numbers as keys. ML.NET's MapValue is created from this lookup map.
/// </summary>
internal sealed class KeyLookupView : IDataView
{
    private readonly long count;

    /// <param name="keys">The type of the keys.</param>
    /// <param name="annotations">The annotations with the key values.</param>
    public KeyLookupView(KeyDataViewType keys, DataViewSchema.Annotations annotations)
    {
        count = (long)keys.Count;
        var builder = new DataViewSchema.Builder();
        // ValueMappingTransformer reads the keys of the map from the first column and its values from the second. It stores
        // them under these names.
        builder.AddColumn("Key", NumberDataViewType.Single);
        builder.AddColumn("Value", keys, annotations);
        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public DataViewSchema.Column Number => Schema[0];

    public DataViewSchema.Column Key => Schema[1];

    public bool CanShuffle => false;

    public long? GetRowCount() => count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this);

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [new Cursor(this)];

    private sealed class Cursor(KeyLookupView view) : DataViewRowCursor
    {
        private long position = -1;
        private bool isAtEnd;

        public override DataViewSchema Schema => view.Schema;

        public override long Position => position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId value) => value = new((ulong)position, 0);

        public override bool MoveNext()
        {
            isAtEnd |= position + 1 >= view.count;
            position = isAtEnd ? -1 : position + 1;
            return !isAtEnd;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            StepErrors.Typed<TValue>(
                column.Index == view.Number.Index
                    ? (ValueGetter<float>)((ref float value) => value = position + 1)
                    : (ValueGetter<uint>)((ref uint value) => value = (uint)position + 1),
                column
            );
    }
}
