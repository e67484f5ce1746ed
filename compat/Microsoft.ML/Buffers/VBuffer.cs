using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A vector, dense or sparse, over arrays that are reused from row to row.</summary>
public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Check.Param(length >= 0, nameof(length));
        Check.Param(Size(values) >= length, nameof(values));
        Length = _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Check.Param(length >= 0, nameof(length));
        Check.Param(count >= 0 && count <= length, nameof(count));
        Check.Param(Size(values) >= count, nameof(values));
        Check.Param(count == length || Size(indices) >= count, nameof(indices));
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    public ReadOnlySpan<T> GetValues() => _values.AsSpan(0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : _indices.AsSpan(0, _count);

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        Check.Param(length >= 0 && length <= Size(source), nameof(length));
        Check.Param(sourceIndex >= 0 && sourceIndex <= Size(source) - length, nameof(sourceIndex));
        var editor = VBufferEditor.Create(ref destination, length);
        source.AsSpan(sourceIndex, length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Check.Param(
            destinationIndex >= 0 && destinationIndex <= destination.Length - Length,
            nameof(destination),
            "Not large enough to hold these values."
        );
        var target = destination.Slice(destinationIndex, Length);
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        // The real package ignores defaultValue when nothing is explicit.
        target.Fill(_count == 0 ? default : defaultValue);
        for (var i = 0; i < _count; i++)
        {
            target[_indices[i]] = _values[i];
        }
    }

    public void CopyTo(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        GetValues().CopyTo(editor.Values);
        if (!IsDense)
        {
            GetIndices().CopyTo(editor.Indices);
        }

        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public T GetItemOrDefault(int index)
    {
        T item = default;
        GetItemOrDefault(index, ref item);
        return item;
    }

    public void GetItemOrDefault(int index, ref T destination)
    {
        Check.Param(index >= 0 && index < Length, nameof(index));
        var at = IsDense ? index : _indices.AsSpan(0, _count).BinarySearch(index);
        destination = at >= 0 ? _values[at] : default;
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false) => Items(_values, _indices, _count, Length, all);

    public IEnumerable<T> DenseValues() => Items(all: true).Select(item => item.Value);

    public IEnumerator GetEnumerator() => DenseValues().GetEnumerator();

    public override string ToString() =>
        IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    internal VBufferEditor<T> Edit(
        int length,
        int? valuesCount,
        int? maxValuesCapacity,
        bool keepOldOnResize,
        bool requireIndicesOnDense
    )
    {
        Check.Param(length >= 0, "newLogicalLength");
        var count = valuesCount ?? length;
        Check.Param(count >= 0 && count <= length, "valuesCount");
        var capacity = maxValuesCapacity ?? length;
        var values = Grow(_values, count, capacity, keepOldOnResize);
        var indices = _indices;
        if (count < length || requireIndicesOnDense)
        {
            indices = Grow(_indices, count, capacity, keepOldOnResize);
        }

        return new VBufferEditor<T>(length, count, values, indices, requireIndicesOnDense);
    }

    private static TItem[] Grow<TItem>(TItem[] old, int count, int capacity, bool keepOld)
    {
        if (Size(old) >= count)
        {
            return old;
        }
        // Twice the old size, so that growing row by row does not allocate every time.
        var grown = new TItem[Math.Max(count, Math.Min(capacity, 2 * Size(old)))];
        if (keepOld)
        {
            old?.CopyTo(grown, 0);
        }

        return grown;
    }

    private static IEnumerable<KeyValuePair<int, T>> Items(T[] values, int[] indices, int count, int length, bool all)
    {
        var dense = count == length;
        if (dense || !all)
        {
            for (var i = 0; i < count; i++)
            {
                yield return new(dense ? i : indices[i], values[i]);
            }

            yield break;
        }

        for (int slot = 0, i = 0; slot < length; slot++)
        {
            yield return i < count && indices[i] == slot ? new(slot, values[i++]) : new(slot, default);
        }
    }

    private static int Size<TItem>(TItem[] array) => array?.Length ?? 0;
}
