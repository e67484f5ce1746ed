using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>One input of a concatenation: fetched first, to know its length, then copied.</summary>
internal abstract class ConcatenationSource<T>
{
    public static ConcatenationSource<T> Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
            ? new OfVector(row.GetGetter<VBuffer<T>>(column), column.Name, vector.Size)
            : new OfScalar(row.GetGetter<T>(column));

    /// <summary>Gets the row's value and returns the number of its slots.</summary>
    public abstract int Fetch();

    /// <summary>Copies the value that was fetched and returns the number of its slots.</summary>
    public abstract int CopyTo(Span<T> slots);

    private sealed class OfScalar(ValueGetter<T> get) : ConcatenationSource<T>
    {
        private T _value;

        public override int Fetch()
        {
            get(ref _value);
            return 1;
        }

        public override int CopyTo(Span<T> slots)
        {
            slots[0] = _value;
            return 1;
        }
    }

    private sealed class OfVector(ValueGetter<VBuffer<T>> get, string name, int size) : ConcatenationSource<T>
    {
        private VBuffer<T> _value;

        public override int Fetch()
        {
            get(ref _value);
            Check.That(
                size == 0 || _value.Length == size,
                $"Column '{name}': expected {size} slots, but got {_value.Length}"
            );
            return _value.Length;
        }

        public override int CopyTo(Span<T> slots)
        {
            _value.CopyTo(slots);
            return _value.Length;
        }
    }
}
