using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Rows in memory, column by column: numbers, and codes of categories. A missing cell is NaN in both.</summary>
/// <param name="Slots">The name and the kind of each slot.</param>
/// <param name="Values">float32 [slots][rows].</param>
/// <param name="RowCount">Number of rows.</param>
internal sealed record ComparedTable(IReadOnlyList<ComparedSlot> Slots, float[][] Values, int RowCount)
{
    /// <summary>Returns some of the rows, in the order that is given.</summary>
    public ComparedTable Rows(int[] rows) =>
        this with
        {
            Values = [.. Values.Select(column => Array.ConvertAll(rows, row => column[row]))],
            RowCount = rows.Length,
        };

    /// <summary>Returns the first rows; all where there are no more.</summary>
    public ComparedTable First(int count) => count >= RowCount ? this : Rows([.. Enumerable.Range(0, count)]);

    /// <summary>Returns the rows whose cell in a slot meets a condition.</summary>
    public ComparedTable Where(int slot, Func<float, bool> isKept) =>
        Rows([.. Enumerable.Range(0, RowCount).Where(row => isKept(Values[slot][row]))]);

    /// <summary>Returns a random sample without repetition; all rows, in another order, where there are no more.</summary>
    public ComparedTable Sample(int count, Random random)
    {
        int[] rows = [.. Enumerable.Range(0, RowCount)];
        random.Shuffle(rows);
        return Rows(rows[..Math.Min(count, RowCount)]);
    }

    /// <summary>Returns these rows, followed by other rows with the same slots.</summary>
    public ComparedTable Append(ComparedTable others) =>
        this with
        {
            Values = [.. Values.Zip(others.Values, (first, second) => (float[])[.. first, .. second])],
            RowCount = RowCount + others.RowCount,
        };

    /// <summary>Returns the cells of a row: [slots].</summary>
    public float[] Row(int row) => Array.ConvertAll(Values, column => column[row]);
}

/// <summary>One variable of the comparison: a scalar column, or a slot of a vector column.</summary>
/// <param name="Name">The name of the variable in the report.</param>
/// <param name="IsNumber">True for a number; false for a category, whose values are numbered.</param>
internal sealed record ComparedSlot(string Name, bool IsNumber);

/// <summary>One of the views that are compared.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Rows">The name of the rows in messages: real, synthetic or held-out.</param>
/// <param name="Parameter">The name of the parameter that the caller passed the view in.</param>
internal sealed record ComparedView(IDataView Data, string Rows, string Parameter)
{
    /// <exception cref="ArgumentOutOfRangeException">The view has no column of that name.</exception>
    public DataViewSchema.Column Column(string name) =>
        Data.Schema.GetColumnOrNull(name) ?? throw QualityErrors.MissingColumn(name, this);
}
