namespace VaeMlNet;

/// <summary>
/// A buffer that receives rows in order and returns them in random order. Each row that leaves makes space for the next row.
/// The larger the capacity, the better the rows are shuffled.
/// </summary>
/// <param name="capacity">The largest number of rows in the buffer; at least 1.</param>
/// <param name="width">D.</param>
/// <param name="position">Returns the place of the next row to leave among the rows in the buffer, from 0 to below 1.</param>
internal sealed class ShuffleBuffer(int capacity, int width, Func<double> position)
{
    private readonly float[] features = new float[(long)capacity * width];
    private readonly float[] weights = new float[capacity];

    /// <summary>Gets the number of rows in the buffer.</summary>
    public int Count { get; private set; }

    /// <summary>Gets a value indicating whether the buffer is full.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Gets the destination of the next row: D values. The buffer must not be full.</summary>
    public Memory<float> Free => features.AsMemory(Count * width, width);

    /// <summary>Adds the row that was written to <see cref="Free"/>.</summary>
    public void Put(float weight)
    {
        weights[Count] = weight;
        Count++;
    }

    /// <summary>Removes a random row. The buffer must not be empty.</summary>
    /// <returns>The weight of the row.</returns>
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
