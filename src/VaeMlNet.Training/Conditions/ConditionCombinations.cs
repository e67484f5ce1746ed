namespace VaeMlNet;

/// <summary>Counts the combinations of conditions in training rows, from which samplers choose the conditions of rows.</summary>
internal static class ConditionCombinations
{
    private const int MostGroups = 20;
    private const int MostCombinations = 1000;

    /// <summary>
    /// Returns the combinations with their shares, the most frequent first. Of more than <see cref="MostCombinations"/>, some stand for all.
    /// </summary>
    /// <param name="conditions">The columns.</param>
    /// <param name="cells">The raw conditions, [slots][N].</param>
    public static IReadOnlyList<ConditionShare> Count(Conditions conditions, float[][] cells)
    {
        var slots = conditions
            .Columns.SelectMany(column => Enumerable.Repeat(column, column.Width))
            .Select((column, slot) => ValuesOf(column, cells[slot]))
            .ToArray();
        var counts = new Dictionary<string, (float[] Values, long Count)>(StringComparer.Ordinal);
        for (var row = 0; row < cells[0].Length; row++)
        {
            var values = Array.ConvertAll(slots, slot => slot[row]);
            var name = string.Join(' ', values.Select(BitConverter.SingleToInt32Bits));
            counts[name] = (values, counts.GetValueOrDefault(name).Count + 1);
        }

        (float[] Values, long Count)[] combinations =
        [
            .. counts
                .Values.OrderByDescending(combination => combination.Count)
                .ThenBy(combination => string.Join(' ', combination.Values), StringComparer.Ordinal),
        ];
        var total = (double)cells[0].Length;
        return
        [
            .. Choose([.. combinations.Select(combination => combination.Count)])
                .Select(chosen => new ConditionShare(combinations[chosen.Index].Values, chosen.Count / total)),
        ];
    }

    /// <summary>
    /// Returns the indices of the combinations to keep, and how many rows each stands for. Frequent ones stand for their own rows. The rows of the
    /// others are divided into equal parts, and a row of each part stands for the part, so that neighbors stand for each other. The row is
    /// chosen at random: rows at the same place of each part can all have the same value of the last condition.
    /// </summary>
    private static IEnumerable<(int Index, double Count)> Choose(long[] counts)
    {
        if (counts.Length <= MostCombinations)
        {
            return counts.Index().Select(combination => (combination.Index, (double)combination.Item));
        }

        var frequent = 0;
        var rest = counts.Sum();
        while (counts[frequent] * (MostCombinations - frequent) >= rest)
        {
            rest -= counts[frequent++];
        }

        int[] rows = [.. counts.Index().Skip(frequent).SelectMany(c => Enumerable.Repeat(c.Index, (int)c.Item))];
        var parts = MostCombinations - frequent;
        var size = rest / (double)parts;
        Random random = new(1);
        return
        [
            .. counts.Take(frequent).Index().Select(combination => (combination.Index, (double)combination.Item)),
            .. Enumerable
                .Range(0, parts)
                .Select(part => rows[(int)((part + random.NextDouble()) * size)])
                .CountBy(index => index)
                .Select(chosen => (chosen.Key, chosen.Value * size)),
        ];
    }

    private static float[] ValuesOf(TableColumn column, float[] values) =>
        // The slots of a date or vector fit each other only as they are in one row.
        column is { Kind: TableColumnKind.Number, Width: 1 }
        && values.Distinct().Count() > MostGroups
            ? ToMeansOfGroups(values)
            : values;

    /// <summary>Replaces numbers by the means of groups of neighbors with about as many rows each.</summary>
    private static float[] ToMeansOfGroups(float[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(row => values[row]).ToArray();
        var means = new float[values.Length];
        foreach (var group in order.Index().GroupBy(place => place.Index * (long)MostGroups / values.Length))
        {
            var mean = (float)group.Average(place => (double)values[place.Item]);
            foreach (var (_, row) in group)
            {
                means[row] = mean;
            }
        }

        return means;
    }
}
