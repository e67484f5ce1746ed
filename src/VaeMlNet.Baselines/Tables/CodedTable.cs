namespace VaeMlNet.Baselines;

/// <summary>
/// Rows of a table, column by column: numbers as they are, and the levels of categories as 0, 1, 2 and so on. A missing cell is NaN.
/// </summary>
/// <remarks>Thread safety: immutable, if nobody writes to the arrays.</remarks>
/// <param name="Columns">The columns. At least one.</param>
/// <param name="Values">The cells: [columns][rows].</param>
internal sealed record CodedTable(IReadOnlyList<CodedColumn> Columns, double[][] Values)
{
    /// <summary>Gets the number of rows.</summary>
    public int RowCount => Values[0].Length;

    /// <summary>Returns some of the rows, in the order that is given.</summary>
    public CodedTable Rows(int[] rows) =>
        this with
        {
            Values = Array.ConvertAll(Values, column => Array.ConvertAll(rows, row => column[row])),
        };
}

/// <summary>A column of a <see cref="CodedTable"/>.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="LevelCount">The number of levels of a category; 0 for numbers.</param>
internal sealed record CodedColumn(string Name, int LevelCount)
{
    public bool IsNumber => LevelCount == 0;
}
