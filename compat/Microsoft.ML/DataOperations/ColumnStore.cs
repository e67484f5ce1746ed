namespace Microsoft.ML.Data;

/// <summary>Values of one column, fetched from a row into numbered slots.</summary>
internal abstract class ColumnStore
{
    /// <summary>Creates an empty store for values of the row's column.</summary>
    public static ColumnStore Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
            ? GenericCall.Invoke<ColumnStore>(OfVectors<int>, [vector.ItemType.RawType], row, column)
            : GenericCall.Invoke<ColumnStore>(OfScalars<int>, [column.Type.RawType], row, column);

    /// <summary>Copies the current value of the row into a slot in use or into the next free slot.</summary>
    public abstract void Fetch(int slot);

    /// <summary>Creates an empty store for values of the same column.</summary>
    public abstract ColumnStore Empty();

    /// <summary>Creates a getter of the value in the slot whose index <paramref name="current"/> returns.</summary>
    public Delegate MakeGetter(Func<int> current) => MakeGetter(() => this, current);

    /// <summary>
    /// Creates a getter of the current slot's value in the store that <paramref name="store"/> returns. That store must
    /// have the same type as this one.
    /// </summary>
    public abstract Delegate MakeGetter(Func<ColumnStore> store, Func<int> current);

    private static ColumnStore OfScalars<T>(DataViewRow row, DataViewSchema.Column column) =>
        new Scalars<T>(row.GetGetter<T>(column));

    private static ColumnStore OfVectors<T>(DataViewRow row, DataViewSchema.Column column) =>
        new Vectors<T>(row.GetGetter<VBuffer<T>>(column));

    private abstract class TypedStore<T>(ValueGetter<T> get) : ColumnStore
    {
        private T[] _values = new T[16];

        protected ref readonly T this[int slot] => ref _values[slot];

        public sealed override void Fetch(int slot)
        {
            if (slot == _values.Length)
            {
                Array.Resize(ref _values, 2 * slot);
            }

            get(ref _values[slot]);
        }
    }

    private sealed class Scalars<T>(ValueGetter<T> get) : TypedStore<T>(get)
    {
        private readonly ValueGetter<T> _get = get;

        public override ColumnStore Empty() => new Scalars<T>(_get);

        public override Delegate MakeGetter(Func<ColumnStore> store, Func<int> current) =>
            (ValueGetter<T>)((ref T dst) => dst = ((Scalars<T>)store())[current()]);
    }

    private sealed class Vectors<T>(ValueGetter<VBuffer<T>> get) : TypedStore<VBuffer<T>>(get)
    {
        private readonly ValueGetter<VBuffer<T>> _get = get;

        public override ColumnStore Empty() => new Vectors<T>(_get);

        public override Delegate MakeGetter(Func<ColumnStore> store, Func<int> current) =>
            (ValueGetter<VBuffer<T>>)((ref VBuffer<T> dst) => ((Vectors<T>)store())[current()].CopyTo(ref dst));
    }
}
