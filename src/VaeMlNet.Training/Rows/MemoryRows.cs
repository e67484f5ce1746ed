using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Rows in memory, of which batches are made for the network. Parts of the rows are views: they contain row numbers, and no values.
/// </summary>
/// <remarks>Tensors belong to the caller's dispose scope. Thread safety: may be read from several threads.</remarks>
internal abstract class MemoryRows : IDisposable
{
    private const long RowsPerBlock = 1024;

    /// <summary>Gets the number N of rows.</summary>
    public abstract long Count { get; }

    /// <summary>Gets the number W of slots of a network's row.</summary>
    public abstract int Width { get; }

    /// <summary>Returns rows in any order, [n, W].</summary>
    /// <param name="rows">The numbers of the rows, int64 [n], contiguous and on the CPU.</param>
    public abstract Tensor Take(Tensor rows);

    /// <summary>Returns neighboring rows, [n, W]. They can share memory with these rows.</summary>
    public abstract Tensor Slice(long first, long count);

    /// <summary>Copies one slot of all rows.</summary>
    /// <param name="slot">The number of the slot, from 0 to W - 1.</param>
    /// <param name="values">Receives N values.</param>
    public virtual void CopySlot(int slot, Span<float> values)
    {
        for (long first = 0; first < Count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            TensorValues
                .Floats(Slice(first, Math.Min(RowsPerBlock, Count - first)).select(1, slot))
                .CopyTo(values[(int)first..]);
        }
    }

    /// <summary>Returns a view of some of the rows, in the given order.</summary>
    /// <param name="rows">The numbers of the rows. The view keeps the array.</param>
    public virtual MemoryRows Choose(int[] rows) => new ChosenRows(this, rows);

    /// <summary>Returns a view of the first rows; these rows if there are no more.</summary>
    public MemoryRows First(long count) => count >= Count ? this : Choose([.. Enumerable.Range(0, (int)count)]);

    /// <summary>Returns a view of rows at equal distances, which represent all rows whatever their order; these rows if there are no more.</summary>
    public MemoryRows Spread(long count) => count >= Count ? this : Choose(PlacesOf(Count, count));

    /// <summary>Returns a view of random rows; these rows if there are no more.</summary>
    public MemoryRows Draw(int count, int seed)
    {
        if (count >= Count)
        {
            return this;
        }

        int[] order = [.. Enumerable.Range(0, (int)Count)];
        new Random(seed).Shuffle(order);
        return Choose(order[..count]);
    }

    /// <summary>Returns numbers of rows at equal distances: all of them if there are no more.</summary>
    /// <param name="rowCount">The number of all rows.</param>
    /// <param name="count">The number of places.</param>
    public static int[] PlacesOf(long rowCount, long count)
    {
        count = Math.Min(count, rowCount);
        return [.. Enumerable.Range(0, (int)count).Select(i => (int)(i * rowCount / count))];
    }

    /// <summary>Frees the memory of collected rows. Views of them must not be used afterwards. Further calls do nothing.</summary>
    public abstract void Dispose();

    /// <summary>Copies all rows to a device, block by block, [N, W].</summary>
    public Tensor CopyTo(Device device)
    {
        var all = empty(Count, Width, device: device);
        for (long first = 0; first < Count; first += RowsPerBlock)
        {
            using var scope = NewDisposeScope();
            var block = Slice(first, Math.Min(RowsPerBlock, Count - first));
            all.narrow(0, first, block.shape[0]).copy_(block);
        }

        return all;
    }
}

/// <summary>A view of some of other rows.</summary>
/// <param name="all">The other rows.</param>
/// <param name="chosen">The numbers of the rows in the view, in its order.</param>
internal sealed class ChosenRows(MemoryRows all, int[] chosen) : MemoryRows
{
    public override long Count => chosen.Length;

    public override int Width => all.Width;

    public override Tensor Take(Tensor rows)
    {
        using var numbers = tensor(
            Array.ConvertAll(MemoryMarshal.Cast<byte, long>(rows.bytes).ToArray(), row => (long)chosen[row])
        );
        return all.Take(numbers);
    }

    public override Tensor Slice(long first, long count)
    {
        using var numbers = tensor(Array.ConvertAll(chosen.AsSpan((int)first, (int)count).ToArray(), row => (long)row));
        return all.Take(numbers);
    }

    public override void CopySlot(int slot, Span<float> values)
    {
        var ofAll = ArrayPool<float>.Shared.Rent((int)all.Count);
        all.CopySlot(slot, ofAll.AsSpan(0, (int)all.Count));
        for (var row = 0; row < chosen.Length; row++)
        {
            values[row] = ofAll[chosen[row]];
        }

        ArrayPool<float>.Shared.Return(ofAll);
    }

    public override void Dispose() => all.Dispose();

    public override MemoryRows Choose(int[] rows) => new ChosenRows(all, Array.ConvertAll(rows, row => chosen[row]));
}
