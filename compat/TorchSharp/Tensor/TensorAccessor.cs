using System.Collections;
using System.Runtime.CompilerServices;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a CPU tensor in their logical order, whatever the strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : struct
{
    private readonly torch.Tensor tensor;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        this.tensor = tensor;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
        Count = tensor.NumberOfElements;
    }

    public long Count { get; }

    public T this[params long[] indices]
    {
        get => At(OffsetForReading(indices));
        set => At(Offset(indices)) = value;
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        // A tensor of several axes goes through CopyTo, which refuses an empty one.
        if (Count > 0 || shape.Length > 1)
        {
            CopyTo(array.AsSpan());
        }

        return array;
    }

    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        ThrowIfOutside(tensorIndex);
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (contiguous && count > 0)
        {
            new ReadOnlySpan<T>(Unsafe.AsPointer(ref At(tensorIndex)), count).CopyTo(array[arrayIndex..]);
            GC.KeepAlive(tensor);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            array[arrayIndex + i] = At(OffsetOfElement(tensorIndex + i));
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return At(OffsetOfElement(i));
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object obj) =>
        obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => base.GetHashCode();

    public void Dispose() { }

    private void ThrowIfOutside(long startingIndex)
    {
        if (startingIndex < 0 || startingIndex >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(startingIndex));
        }
    }

    private long Offset(long[] indices)
    {
        long offset = 0;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            // Too few indices throw here, too.
            if (indices[i] < 0 || indices[i] >= shape[i])
            {
                throw new IndexOutOfRangeException();
            }

            offset += indices[i] * strides[i];
        }

        return offset;
    }

    // One number is the position of an element in a tensor of any shape, but only for reading.
    private long OffsetForReading(long[] indices)
    {
        if (indices.Length != 1)
        {
            return Offset(indices);
        }

        if (indices[0] >= Count)
        {
            throw new IndexOutOfRangeException();
        }

        ArgumentOutOfRangeException.ThrowIfNegative(indices[0]);
        return OffsetOfElement(indices[0]);
    }

    private long OffsetOfElement(long index)
    {
        if (contiguous)
        {
            return index;
        }

        long offset = 0;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            (index, var position) = Math.DivRem(index, shape[i]);
            offset += position * strides[i];
        }

        return offset;
    }

    private unsafe ref T At(long offset) =>
        ref Unsafe.Add(ref Unsafe.AsRef<T>((void*)tensor.DataPointer()), (nint)offset);
}
