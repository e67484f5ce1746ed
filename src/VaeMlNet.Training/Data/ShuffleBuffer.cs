namespace VaeMlNet;

/// <summary>
/// Rows read in order and given back at random: each row that leaves makes room for the next one read. A row may leave at
/// once or much later; the more rows fit, the better they are shuffled.
/// </summary>
/// <param name="capacity">The number of rows that fit; at least 1.</param>
/// <param name="width">D.</param>
/// <param name="position">For each row that leaves, its place among those that are in, from 0 to below 1.</param>
internal sealed class ShuffleBuffer(int capacity, int width, Func<double> position)
{
    private readonly float[] features = new float[(long)capacity * width];
    private readonly float[] weights = new float[capacity];

    /// <summary>The number of rows that are in.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a value indicating whether no more rows fit.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Gets the destination of the next row: D values. The buffer must not be full.</summary>
    public Memory<float> Free => features.AsMemory(Count * width, width);

    /// <summary>Takes in the row that was written.</summary>
    public void Put(float weight)
    {
        weights[Count] = weight;
        Count++;
    }

    /// <summary>Takes a random row out; there must be one.</summary>
    /// <param name="row">Filled with its features.</param>
    /// <returns>Its weight.</returns>
    public float Take(Span<float> row)
    {
        var slot = (int)(position() * Count);
        Slot(slot).CopyTo(row);
        var weight = weights[slot];
        Count--;
        Slot(Count).CopyTo(Slot(slot));
        weights[slot] = weights[Count];
        return weight;
    }

    private Span<float> Slot(int index) => new(features, index * width, width);
}
