namespace VaeMlNet;

/// <summary>Rows in memory, column by column: numbers, and numbered categories. A missing cell is NaN in both.</summary>
/// <param name="Slots">The name and the kind of each slot.</param>
/// <param name="Values">float32 [slots][rows].</param>
/// <param name="RowCount">The number of rows.</param>
internal sealed record ComparedTable(IReadOnlyList<ComparedSlot> Slots, float[][] Values, int RowCount)
{
    /// <summary>Returns some of the rows, in the given order.</summary>
    public ComparedTable Rows(int[] rows) =>
        this with
        {
            Values = [.. Values.Select(column => Array.ConvertAll(rows, row => column[row]))],
            RowCount = rows.Length,
        };

    /// <summary>
    /// Returns a random sample without repetition. If the table has no more rows than requested, returns all rows in another
    /// order.
    /// </summary>
    public ComparedTable Sample(int count, Random random)
    {
        int[] rows = [.. Enumerable.Range(0, RowCount)];
        random.Shuffle(rows);
        return Rows(rows[..Math.Min(count, RowCount)]);
    }

    /// <summary>Returns the cells of a row: [slots].</summary>
    public float[] Row(int row) => Array.ConvertAll(Values, column => column[row]);
}
