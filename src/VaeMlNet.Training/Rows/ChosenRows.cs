using System.Buffers;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A view of some of other rows.</summary>
/// <param name="all">The other rows.</param>
/// <param name="chosen">The numbers of the rows in the view, in its order.</param>
internal sealed class ChosenRows(MemoryRows all, int[] chosen) : MemoryRows
{
    /// <inheritdoc />
    public override long Count => chosen.Length;

    /// <inheritdoc />
    public override int Width => all.Width;

    /// <inheritdoc />
    public override Tensor Take(Tensor rows)
    {
        using var numbers = tensor(
            Array.ConvertAll(MemoryMarshal.Cast<byte, long>(rows.bytes).ToArray(), row => (long)chosen[row])
        );
        return all.Take(numbers);
    }

    /// <inheritdoc />
    public override Tensor Slice(long first, long count)
    {
        using var numbers = tensor(Array.ConvertAll(chosen.AsSpan((int)first, (int)count).ToArray(), row => (long)row));
        return all.Take(numbers);
    }

    /// <inheritdoc />
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

    /// <inheritdoc />
    public override void Dispose() => all.Dispose();

    /// <inheritdoc />
    public override MemoryRows Choose(int[] rows) => new ChosenRows(all, Array.ConvertAll(rows, row => chosen[row]));
}
