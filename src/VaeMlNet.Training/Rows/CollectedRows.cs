using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Rows that are added one after the other, without knowing their number. They are kept in chunks that are never copied.</summary>
internal sealed class CollectedRows(int width) : MemoryRows
{
    private const int ValuesPerChunk = 1 << 20;
    private const int FirstRows = 64;

    // Chunks of earlier rows, until the garbage collector takes them. Trainings in turn then need no more memory than one.
    private static readonly WeakReference<ConcurrentBag<float[]>> Unused = new([]);

    private readonly int shift = BitOperations.Log2((uint)Math.Max(1, ValuesPerChunk / width)); // 2^shift rows per chunk
    private readonly List<float[]> chunks = [];
    private int used; // values of the last chunk
    private long count;

    public override long Count => count;

    public override int Width => width;

    /// <summary>Gets the destination of the next row.</summary>
    public Memory<float> Free
    {
        get
        {
            if (chunks.Count == 0 || used == chunks[^1].Length)
            {
                AddSpace();
            }

            return chunks[^1].AsMemory(used, width);
        }
    }

    /// <summary>Adds the row that was written to <see cref="Free"/>.</summary>
    public void Take()
    {
        used += width;
        count++;
    }

    /// <summary>Adds a copy of a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        row.CopyTo(Free.Span);
        Take();
    }

    public ReadOnlySpan<float> Row(long row) =>
        chunks[(int)(row >> shift)].AsSpan((int)(row & ((1L << shift) - 1)) * width, width);

    public override Tensor Take(Tensor rows) => Take(MemoryMarshal.Cast<byte, long>(rows.bytes));

    public override Tensor Slice(long first, long count) =>
        Take([.. Enumerable.Range(0, (int)count).Select(row => first + row)]);

    private Tensor Take(ReadOnlySpan<long> numbers)
    {
        var taken = empty(numbers.Length, width); // [n, W]
        var values = TensorValues.Memory(taken);
        for (var i = 0; i < numbers.Length; i++)
        {
            Row(numbers[i]).CopyTo(values[(i * width)..]);
        }

        return taken;
    }

    public override void CopySlot(int slot, Span<float> values)
    {
        for (var row = 0; row < count; row++)
        {
            values[row] = Row(row)[slot];
        }
    }

    public float[] OnlySlot()
    {
        var values = new float[count];
        CopySlot(0, values);
        return values;
    }

    public override void Dispose()
    {
        if (chunks.Count > 1)
        {
            if (!Unused.TryGetTarget(out var unused))
            {
                Unused.SetTarget(unused = []);
            }

            chunks[1..].ForEach(unused.Add);
        }

        chunks.Clear();
        used = 0;
        count = 0;
    }

    /// <summary>Adds a chunk. The first one starts small, so that few rows need little memory.</summary>
    private void AddSpace()
    {
        var chunkLength = width << shift;
        if (chunks is [var only] && only.Length < chunkLength)
        {
            Array.Resize(ref only, Math.Min(chunkLength, 2 * only.Length));
            chunks[0] = only;
            return;
        }

        chunks.Add(
            chunks.Count == 0
                ? GC.AllocateUninitializedArray<float>(Math.Min(chunkLength, FirstRows * width))
                : TakeUnused(chunkLength)
        );
        used = 0;
    }

    private static float[] TakeUnused(int length) =>
        Unused.TryGetTarget(out var unused) && unused.TryTake(out var chunk) && chunk.Length == length
            ? chunk
            : GC.AllocateUninitializedArray<float>(length);
}
