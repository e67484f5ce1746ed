namespace VaeMlNet.Report;

/// <summary>
/// A uniform random sample of a sequence of unknown length. A sequence up to the capacity is kept completely.
/// Source: algorithm R of Vitter 1985.
/// </summary>
/// <param name="capacity">The largest number of items to keep.</param>
/// <param name="random">The random numbers that choose the items.</param>
internal sealed class RandomSample<T>(int capacity, Random random)
{
    private readonly List<T> kept = [];
    private long seen;

    /// <summary>Gets the sample, in no particular order.</summary>
    public IReadOnlyList<T> Kept => kept;

    /// <summary>Adds the next item of the sequence.</summary>
    public void Offer(T item)
    {
        seen++;
        if (kept.Count < capacity)
        {
            kept.Add(item);
            return;
        }

        var place = random.NextInt64(seen);
        if (place < capacity)
        {
            kept[(int)place] = item;
        }
    }
}
