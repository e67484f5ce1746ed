namespace VaeMlNet;

/// <summary>Counts the rows with each combination of the categories of two columns, for all pairs of columns that have few combinations.</summary>
internal sealed class PairCounter
{
    private readonly List<(Categories First, Categories Second, int[] Counts)> pairs = [];

    public PairCounter(RawTable raw)
    {
        List<Categories> columns = [];
        var slot = 0;
        foreach (var column in raw.Columns)
        {
            if (column.CategoryCount > 0)
            {
                columns.Add(
                    new(column.Column.Name, slot, column.CategoryCount, column.Kind == TableColumnKind.Key ? 1 : 0)
                );
            }

            slot += column.Width;
        }

        // The pairs with the fewest combinations first: a count says most of them.
        var candidates = columns
            .SelectMany((first, i) => columns.Skip(i + 1).Select(second => (First: first, Second: second)))
            .Where(pair => (long)pair.First.Count * pair.Second.Count <= CategoryPair.MostCombinations)
            .OrderBy(pair => pair.First.Count * pair.Second.Count);
        var left = CategoryPair.MostCombinations;
        foreach (var (first, second) in candidates)
        {
            left -= first.Count * second.Count;
            if (left < 0)
            {
                break;
            }

            pairs.Add((first, second, new int[first.Count * second.Count]));
        }
    }

    /// <summary>Gets the counts of the rows that were added.</summary>
    public IReadOnlyList<CategoryPair> Pairs =>
        [
            .. pairs.Select(pair => new CategoryPair
            {
                First = pair.First.Name,
                Second = pair.Second.Name,
                SecondCount = pair.Second.Count,
                Counts = pair.Counts,
            }),
        ];

    /// <summary>Adds a row.</summary>
    /// <param name="row">The raw slots, [S].</param>
    public void Add(ReadOnlySpan<float> row)
    {
        foreach (var (first, second, counts) in pairs)
        {
            var (a, b) = (first.Place(row), second.Place(row));
            if (a >= 0 && b >= 0)
            {
                counts[(a * second.Count) + b]++;
            }
        }
    }

    /// <summary>A column of categories.</summary>
    /// <param name="Name">The name of the column.</param>
    /// <param name="Slot">Its raw slot.</param>
    /// <param name="Count">The number of its categories.</param>
    /// <param name="FirstValue">The value of the first category: 1 for keys, 0 for Booleans.</param>
    private sealed record Categories(string Name, int Slot, int Count, int FirstValue)
    {
        /// <summary>Returns the number of a row's category, from 0; -1 where it is missing or unknown.</summary>
        public int Place(ReadOnlySpan<float> row) =>
            row[Slot] - FirstValue is var place && place >= 0 && place < Count ? (int)place : -1;
    }
}
