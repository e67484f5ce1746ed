using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Collects rows into a tensor without an array of all rows. If their number is known, the rows are not copied again.
/// </summary>
/// <param name="width">D.</param>
/// <param name="expectedRows">The expected number of rows; null if it is unknown.</param>
internal sealed class RowCollector(int width, long? expectedRows = null) : IRowTarget
{
    /// <summary>
    /// The number of values to collect before they are copied into a tensor. They stay in the processor's cache until then.
    /// </summary>
    private const int ValuesPerBlock = 1 << 14;

    private const long FewestRows = 1024;

    private readonly List<Tensor> chunks = []; // [n, D] each
    private readonly float[] block = new float[Math.Max(1, ValuesPerBlock / width) * width];
    private int used;
    private long freeRows;

    /// <summary>Gets the number of rows so far.</summary>
    public long Count { get; private set; }

    /// <summary>Gets the destination of the next row: D values.</summary>
    public Memory<float> Free => block.AsMemory(used, width);

    /// <summary>Adds the row that was written to <see cref="Free"/>.</summary>
    public void Take()
    {
        used += width;
        Count++;
        if (used == block.Length)
        {
            MoveBlock();
        }
    }

    /// <summary>Adds a copy of a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        row.CopyTo(Free.Span);
        Take();
    }

    /// <summary>Returns the rows, float32 [N, D]. The tensors belong to the caller's dispose scope.</summary>
    public Tensor ToTensor()
    {
        MoveBlock();
        if (freeRows > 0)
        {
            chunks[^1] = chunks[^1].narrow(0, 0, chunks[^1].shape[0] - freeRows);
            freeRows = 0;
            return cat(chunks, 0);
        }

        return chunks.Count switch
        {
            0 => zeros(0, width),
            1 => chunks[0],
            _ => cat(chunks, 0),
        };
    }

    private void MoveBlock()
    {
        ReadOnlySpan<float> rows = block.AsSpan(0, used);
        while (rows.Length > 0)
        {
            if (freeRows == 0)
            {
                AddChunk();
            }

            var count = (int)Math.Min(freeRows, rows.Length / width);
            using var target = chunks[^1].narrow(0, chunks[^1].shape[0] - freeRows, count); // [count, D]
            rows[..(count * width)].CopyTo(MemoryMarshal.Cast<byte, float>(target.bytes));
            freeRows -= count;
            rows = rows[(count * width)..];
        }

        used = 0;
    }

    /// <summary>Adds memory for the expected rows, or for as many rows as were added so far.</summary>
    private void AddChunk()
    {
        var moved = chunks.Sum(chunk => chunk.shape[0]);
        freeRows = expectedRows > moved ? expectedRows.Value - moved : Math.Max(FewestRows, moved);
        chunks.Add(empty(freeRows, width));
    }
}
