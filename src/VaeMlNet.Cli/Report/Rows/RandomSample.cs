namespace VaeMlNet.Cli;

/// <summary>
/// Keeps a uniform sample of what goes by, however much that is: all of it up to the capacity.
/// Source: algorithm R of Vitter 1985.
/// </summary>
/// <param name="capacity">How many are kept at most.</param>
/// <param name="random">Decides which.</param>
internal sealed class RandomSample<T>(int capacity, Random random)
{
    private readonly List<T> kept = [];
    private long seen;

    /// <summary>What is kept, in no order.</summary>
    public IReadOnlyList<T> Kept => kept;

    /// <summary>Lets one go by.</summary>
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
