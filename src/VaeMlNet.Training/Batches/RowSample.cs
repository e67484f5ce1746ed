namespace VaeMlNet;

/// <summary>Keeps a random sample of rows, each row with the same probability (Vitter 1985, algorithm R).</summary>
/// <param name="capacity">The largest number of rows to keep; at least 1.</param>
/// <param name="width">D.</param>
/// <param name="seed">The seed.</param>
internal sealed class RowSample(int capacity, int width, int seed)
{
    private readonly List<float[]> kept = [];

    /// <summary>Gets the number of rows that were added.</summary>
    public long RowCount { get; private set; }

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        var index = RowCount++;
        if (kept.Count < capacity)
        {
            kept.Add(row.ToArray());
            return;
        }

        var place = (long)(EpochRandomness.UniformAt(index, seed, EpochRandomness.Purpose.Sample) * RowCount);
        if (place < capacity)
        {
            row.CopyTo(kept[(int)place]);
        }
    }

    /// <summary>Returns the sampled rows.</summary>
    public CollectedRows ToRows()
    {
        CollectedRows rows = new(width);
        kept.ForEach(row => rows.Add(row));
        return rows;
    }
}
