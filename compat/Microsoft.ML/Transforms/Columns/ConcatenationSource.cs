using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>An input of a concatenation. It is read first to know its length, and then copied.</summary>
internal abstract class ConcatenationSource<T>
{
    public static ConcatenationSource<T> Create(DataViewRow row, DataViewSchema.Column column) =>
        column.Type is VectorDataViewType vector
            ? new OfVector(row.GetGetter<VBuffer<T>>(column), column.Name, vector.Size)
            : new OfScalar(row.GetGetter<T>(column));

    /// <summary>Gets the row's value.</summary>
    public abstract void Fetch();

    /// <summary>Gets the number of slots of the value that was fetched.</summary>
    public abstract int Length { get; }

    /// <summary>Gets the number of explicit slots of the value that was fetched.</summary>
    public abstract int Count { get; }

    /// <summary>Copies all slots.</summary>
    public abstract void CopyTo(Span<T> slots);

    /// <summary>Copies the explicit slots, and their indices plus an offset.</summary>
    public abstract void CopyTo(Span<T> values, Span<int> indices, int offset);

    private sealed class OfScalar(ValueGetter<T> get) : ConcatenationSource<T>
    {
        private T _value;

        public override int Length => 1;

        public override int Count => 1;

        public override void Fetch() => get(ref _value);

        public override void CopyTo(Span<T> slots) => slots[0] = _value;

        public override void CopyTo(Span<T> values, Span<int> indices, int offset)
        {
            values[0] = _value;
            indices[0] = offset;
        }
    }

    private sealed class OfVector(ValueGetter<VBuffer<T>> get, string name, int size) : ConcatenationSource<T>
    {
        private VBuffer<T> _value;

        public override int Length => _value.Length;

        public override int Count => _value.GetValues().Length;

        public override void Fetch()
        {
            get(ref _value);
            Check.That(
                size == 0 || _value.Length == size,
                $"Column '{name}': expected {size} slots, but got {_value.Length}"
            );
        }

        public override void CopyTo(Span<T> slots) => _value.CopyTo(slots);

        public override void CopyTo(Span<T> values, Span<int> indices, int offset)
        {
            _value.GetValues().CopyTo(values);
            for (var i = 0; i < Count; i++)
            {
                indices[i] = offset + (_value.IsDense ? i : _value.GetIndices()[i]);
            }
        }
    }
}
