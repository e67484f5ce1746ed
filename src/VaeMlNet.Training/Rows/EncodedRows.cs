using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Rows that are stored in a narrower form, and encoded for the network batch by batch.</summary>
/// <param name="stored">The stored rows, [N, S].</param>
/// <param name="encoding">The encoding of a row.</param>
internal sealed class EncodedRows(MemoryRows stored, RowEncoding encoding) : MemoryRows
{
    public override long Count => stored.Count;

    public override int Width => encoding.Width;

    public override Tensor Take(Tensor rows)
    {
        if (stored is CollectedRows collected)
        {
            var numbers = MemoryMarshal.Cast<byte, long>(rows.bytes);
            var encoded = empty(numbers.Length, Width); // [n, W]
            var values = TensorValues.Memory(encoded);
            for (var i = 0; i < numbers.Length; i++)
            {
                encoding.Encode(collected.Row(numbers[i]), values.Slice(i * Width, Width));
            }

            return encoded;
        }

        using var taken = stored.Take(rows);
        return encoding.Encode(taken);
    }

    public override Tensor Slice(long first, long count)
    {
        using var slice = stored.Slice(first, count);
        return encoding.Encode(slice);
    }

    /// <summary>Copies one slot of conditions of all rows.</summary>
    /// <param name="slot">The number of a slot of conditions. The slots before them are not stored as the network takes them.</param>
    /// <param name="values">Receives N values.</param>
    public override void CopySlot(int slot, Span<float> values) => stored.CopySlot(slot - Width + stored.Width, values);

    public override void Dispose() => stored.Dispose();
}
