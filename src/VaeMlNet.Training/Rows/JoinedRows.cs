using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The rows of several sets as one, without copying them.</summary>
/// <param name="parts">The sets, of the same width; at least one.</param>
internal sealed class JoinedRows(IReadOnlyList<MemoryRows> parts) : MemoryRows
{
    public override long Count { get; } = parts.Sum(part => part.Count);

    public override int Width => parts[0].Width;

    public override Tensor Take(Tensor rows) =>
        cat([.. MemoryMarshal.Cast<byte, long>(rows.bytes).ToArray().Select(row => Slice(row, 1))], 0); // [n, W]

    public override Tensor Slice(long first, long count)
    {
        List<Tensor> slices = [];
        foreach (var part in parts)
        {
            var end = Math.Min(first + count, part.Count);
            if (first < end)
            {
                slices.Add(part.Slice(first, end - first));
                count -= end - first;
                first = end;
            }

            first -= part.Count;
        }

        return slices is [var only] ? only : cat(slices, 0); // [n, W]
    }

    public override void Dispose()
    {
        foreach (var part in parts)
        {
            part.Dispose();
        }
    }
}
