using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Keeps some of many rows, each with the same probability (Vitter 1985, algorithm R), by the seed.</summary>
/// <param name="capacity">The largest number of rows to keep; at least 1.</param>
/// <param name="width">D.</param>
/// <param name="seed">The seed.</param>
internal sealed class RowSample(int capacity, int width, int seed)
{
    private readonly List<float[]> kept = [];
    private long rowCount;

    /// <summary>Takes in a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        var index = rowCount++;
        if (kept.Count < capacity)
        {
            kept.Add(row.ToArray());
            return;
        }

        var place = (long)(EpochRandomness.UniformAt(index, seed, EpochRandomness.Purpose.Sample) * rowCount);
        if (place < capacity)
        {
            row.CopyTo(kept[(int)place]);
        }
    }

    /// <summary>The rows kept, float32 [S, D]; of the caller's dispose scope.</summary>
    public Tensor ToTensor()
    {
        var rows = new RowCollector(width);
        kept.ForEach(row => rows.Add(row));
        return rows.ToTensor();
    }
}
