namespace VaeMlNet;

/// <summary>Chooses random rows of a table, the same for all columns (reservoir sampling, Vitter 1985).</summary>
/// <param name="size">The number of rows that the sample has at most.</param>
/// <param name="seed">The seed. Default: 1, so that the same table has the same profile.</param>
internal sealed class ReservoirPlaces(int size, int seed = 1)
{
    private readonly Random random = new(seed);

    /// <summary>Gets the number of rows that the sample has at most.</summary>
    public int Size => size;

    /// <summary>Returns the place in the sample of the next row; -1 where the row is not in the sample.</summary>
    /// <param name="row">The row, from 0.</param>
    public int NextPlace(long row)
    {
        if (row < size)
        {
            return (int)row;
        }

        var place = random.NextInt64(row + 1);
        return place < size ? (int)place : -1;
    }

    /// <summary>Puts an item into a sample, at the place that <see cref="NextPlace"/> returned for its row.</summary>
    public static void Put<T>(List<T> sample, int place, T item)
    {
        if (place == sample.Count)
        {
            sample.Add(item);
        }
        else if (place >= 0)
        {
            sample[place] = item;
        }
    }
}
