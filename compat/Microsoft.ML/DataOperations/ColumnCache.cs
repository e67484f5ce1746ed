namespace Microsoft.ML.Data;

/// <summary>The values of one column in memory.</summary>
internal abstract class ColumnCache
{
    /// <summary>An empty cache that is filled from the cursor, row by row.</summary>
    public static ColumnCache Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
            ? GenericCall.Invoke<ColumnCache>(OfVectors<int>, [vector.ItemType.RawType], row, column)
            : GenericCall.Invoke<ColumnCache>(OfScalars<int>, [column.Type.RawType], row, column);

    public abstract void ReadRow();

    public abstract Delegate MakeGetter(Func<int> currentRow);

    private static ColumnCache OfScalars<T>(DataViewRow row, DataViewSchema.Column column) =>
        new Scalars<T>(row.GetGetter<T>(column));

    private static ColumnCache OfVectors<T>(DataViewRow row, DataViewSchema.Column column) =>
        new Vectors<T>(row.GetGetter<VBuffer<T>>(column));

    private sealed class Scalars<T>(ValueGetter<T> get) : ColumnCache
    {
        private readonly List<T> _values = [];
        private T _value;

        public override void ReadRow()
        {
            get(ref _value);
            _values.Add(_value);
        }

        public override Delegate MakeGetter(Func<int> currentRow) =>
            (ValueGetter<T>)((ref T dst) => dst = _values[currentRow()]);
    }

    private sealed class Vectors<T>(ValueGetter<VBuffer<T>> get) : ColumnCache
    {
        private readonly List<VBuffer<T>> _values = [];
        private VBuffer<T> _value;

        public override void ReadRow()
        {
            get(ref _value);
            // A copy of its own exact size: the getter reuses its buffer.
            VBuffer<T> copy = default;
            _value.CopyTo(ref copy);
            _values.Add(copy);
        }

        public override Delegate MakeGetter(Func<int> currentRow) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => _values[currentRow()].CopyTo(ref dst));
    }
}
