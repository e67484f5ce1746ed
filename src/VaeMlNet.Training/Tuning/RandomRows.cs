using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Random rows of a view, because the first ones differ from the others where the rows are sorted.</summary>
internal static class RandomRows
{
    /// <summary>Returns so many rows in their order, or all rows if there are no more. Reads the view once, without its columns.</summary>
    public static IDataView Of(IDataView rows, int most, int seed)
    {
        ReservoirPlaces places = new(most, seed);
        List<long> chosen = [];
        using var cursor = rows.GetRowCursor([]);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            ReservoirPlaces.Put(chosen, places.NextPlace(count), count);
        }

        chosen.Sort();
        return count > most ? new ChosenRowsView(rows, chosen) : rows;
    }
}
