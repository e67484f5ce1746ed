namespace VaeMlNet;

/// <summary>Chooses random rows of a table, the same for all columns (reservoir sampling, Vitter 1985).</summary>
internal sealed class ReservoirPlaces(int size)
{
    // A fixed seed: the same table has the same profile.
    private readonly Random random = new(1);

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
}
