namespace VaeMlNet;

/// <summary>Counts the combinations of conditions in training rows, from which samplers choose the conditions of rows.</summary>
internal static class ConditionCombinations
{
    private const int MostGroups = 20;
    private const int MostCombinations = 1000;

    /// <summary>Returns the most frequent combinations with their shares, the most frequent first.</summary>
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

        var frequent = counts
            .Values.OrderByDescending(combination => combination.Count)
            .ThenBy(combination => string.Join(' ', combination.Values), StringComparer.Ordinal)
            .Take(MostCombinations)
            .ToArray();
        var total = (double)frequent.Sum(combination => combination.Count);
        return [.. frequent.Select(combination => new ConditionShare(combination.Values, combination.Count / total))];
    }

    private static float[] ValuesOf(TableColumn column, float[] values) =>
        column.Kind == TableColumnKind.Number && values.Distinct().Count() > MostGroups
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
