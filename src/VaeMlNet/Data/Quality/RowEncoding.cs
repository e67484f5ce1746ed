namespace VaeMlNet;

/// <summary>Encodes rows as points, with the means and standard deviations of the real rows.</summary>
internal sealed class RowEncoding
{
    private readonly int[] numbers;
    private readonly int[] categories;
    private readonly int[] masked;
    private readonly Moments[] moments;

    /// <param name="real">The rows that determine means and standard deviations.</param>
    /// <param name="tables">All rows that will be encoded. They determine which numbers can be missing.</param>
    public RowEncoding(ComparedTable real, params ComparedTable[] tables)
    {
        int[] slots = [.. Enumerable.Range(0, real.Slots.Count)];
        numbers = [.. slots.Where(i => real.Slots[i].IsNumber)];
        categories = [.. slots.Where(i => !real.Slots[i].IsNumber)];
        masked = [.. numbers.Where(i => tables.Any(t => t.Values[i].Any(float.IsNaN)))];
        moments = Array.ConvertAll(numbers, i => Moments.Compute(real.Values[i]));
    }

    public EncodedRows Encode(ComparedTable table)
    {
        var points = new float[table.RowCount][];
        var codes = new float[table.RowCount][];
        for (var row = 0; row < table.RowCount; row++)
        {
            var cells = table.Row(row);
            points[row] = [.. numbers.Select((slot, i) => Standardized(cells[slot], moments[i]))];
            codes[row] =
            [
                .. categories.Select(slot => cells[slot]),
                .. masked.Select(slot => float.IsNaN(cells[slot]) ? 1f : 0f),
            ];
        }

        return new(points, codes);
    }

    private static float Standardized(float value, Moments moments)
    {
        var scale = moments.Deviation > 0 ? moments.Deviation : 1;
        return float.IsNaN(value) ? 0 : (float)((value - moments.Mean) / scale);
    }
}
