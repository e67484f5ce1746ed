using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A matrix of n rows whose memory is slot by slot, so that loops over the rows of a slot use whole vectors. Matrix products read and write it
/// like any other matrix.
/// </summary>
/// <remarks>The lanes after the last row are 0. The tensors belong to the dispose scope in which it was created.</remarks>
internal sealed class SlotMatrix
{
    /// <summary>The numbers of a cache line. It is a multiple of the length of every vector.</summary>
    private const long Alignment = 16;

    private readonly Tensor memory; // [width, n and unused lanes]

    /// <param name="rowCount">n.</param>
    /// <param name="width">The number of slots.</param>
    public SlotMatrix(long rowCount, long width)
    {
        RowCount = (int)rowCount;
        memory = zeros(width, (rowCount + Alignment - 1) / Alignment * Alignment);
        Rows = memory.narrow(1, 0, rowCount).t();
    }

    /// <summary>Gets the rows, [n, width]. It is not contiguous.</summary>
    public Tensor Rows { get; }

    /// <summary>Gets the number of rows n.</summary>
    public int RowCount { get; }

    /// <summary>Gets the number of vectors of a slot.</summary>
    public int Stride => (int)memory.shape[1] / Vector<float>.Count;

    /// <summary>Gets the memory, with <see cref="Stride"/> vectors for each slot.</summary>
    public Span<Vector<float>> Vectors => MemoryMarshal.Cast<byte, Vector<float>>(memory.bytes);

    /// <summary>Copies rows in the usual order.</summary>
    /// <param name="rows">Contiguous float32 rows of at least this width.</param>
    public void CopyFrom(Tensor rows)
    {
        var values = TensorValues.Memory(rows);
        var (rowWidth, width) = ((int)rows.shape[1], (int)memory.shape[0]);
        for (var first = 0; first < RowCount; first += RowsAtOnce)
        {
            var count = Math.Min(RowsAtOnce, RowCount - first);
            var block = values.Slice(first * rowWidth, count * rowWidth);
            var slot = count == RowsAtOnce && Avx.IsSupported ? CopySquares(block, rowWidth, width, first) : 0;
            CopySlots(block, rowWidth, count, slot, width, first);
        }
    }

    // Few rows at once, so that their cache lines stay in the cache.
    private const int RowsAtOnce = 8;

    // Which numbers of two vectors the instructions of AVX take.
    private const byte LowPairs = 0b_01_00_01_00;
    private const byte HighPairs = 0b_11_10_11_10;
    private const byte LowHalves = 0x20;
    private const byte HighHalves = 0x31;

    private void CopySlots(ReadOnlySpan<float> block, int rowWidth, int count, int slot, int width, int first)
    {
        var slots = TensorValues.Memory(memory);
        var length = (int)memory.shape[1];
        for (; slot < width; slot++)
        {
            var ofSlot = slots.Slice((slot * length) + first, count);
            for (var row = 0; row < ofSlot.Length; row++)
            {
                ofSlot[row] = block[(row * rowWidth) + slot];
            }
        }
    }

    /// <summary>Copies eight rows in squares of 8 x 8 numbers.</summary>
    /// <returns>The number of copied slots.</returns>
    private int CopySquares(ReadOnlySpan<float> block, int rowWidth, int width, int first)
    {
        var slots = TensorValues.Memory(memory);
        var length = (int)memory.shape[1];
        var slot = 0;
        for (; slot + RowsAtOnce <= width; slot += RowsAtOnce)
        {
            CopySquare(block[slot..], rowWidth, slots[((slot * length) + first)..], length);
        }

        return slot;
    }

    /// <summary>Copies eight numbers of eight rows, with rows and columns exchanged: first in pairs, then in fours, then in eights.</summary>
    private static void CopySquare(ReadOnlySpan<float> rows, int rowWidth, Span<float> slots, int length)
    {
        var (a, b) = Interleave(rows, 0, rowWidth);
        var (c, d) = Interleave(rows, 2 * rowWidth, rowWidth);
        var (e, f) = Interleave(rows, 4 * rowWidth, rowWidth);
        var (g, h) = Interleave(rows, 6 * rowWidth, rowWidth);
        Store(Avx.Shuffle(a, c, LowPairs), Avx.Shuffle(e, g, LowPairs), slots, 0, length);
        Store(Avx.Shuffle(a, c, HighPairs), Avx.Shuffle(e, g, HighPairs), slots, length, length);
        Store(Avx.Shuffle(b, d, LowPairs), Avx.Shuffle(f, h, LowPairs), slots, 2 * length, length);
        Store(Avx.Shuffle(b, d, HighPairs), Avx.Shuffle(f, h, HighPairs), slots, 3 * length, length);
    }

    private static (Vector256<float> Low, Vector256<float> High) Interleave(
        ReadOnlySpan<float> rows,
        int first,
        int rowWidth
    )
    {
        var (one, next) = (Vector256.Create(rows[first..]), Vector256.Create(rows[(first + rowWidth)..]));
        return (Avx.UnpackLow(one, next), Avx.UnpackHigh(one, next));
    }

    private static void Store(
        Vector256<float> firstRows,
        Vector256<float> lastRows,
        Span<float> slots,
        int first,
        int length
    )
    {
        Avx.Permute2x128(firstRows, lastRows, LowHalves).CopyTo(slots[first..]);
        Avx.Permute2x128(firstRows, lastRows, HighHalves).CopyTo(slots[(first + (4 * length))..]);
    }
}
