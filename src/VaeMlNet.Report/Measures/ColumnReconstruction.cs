namespace VaeMlNet.Report;

/// <summary>The reconstruction errors of a column, and its share of missing cells.</summary>
internal sealed class ColumnReconstruction(ReportColumn column)
{
    private readonly Dictionary<float, long> values = [];
    private long rows;
    private long observed;
    private double mean;
    private double squares;
    private double squaredErrors;
    private long right;

    public ReportColumn Column => column;

    /// <summary>Gets the share of missing cells.</summary>
    public double MissingShare => rows > 0 ? (double)(rows - observed) / rows : 0;

    /// <summary>Gets the mean of the numbers. For Booleans, the share of true.</summary>
    public double Mean => mean;

    /// <summary>
    /// Gets the standard deviation of the numbers, or of Booleans as 0 and 1; 0 where all cells are equal.
    /// </summary>
    public double Deviation => observed > 0 ? Math.Sqrt(squares / observed) : 0;

    /// <summary>Gets the root mean squared error of numbers, in the unit of the column.</summary>
    public double RootMeanSquaredError => observed > 0 ? Math.Sqrt(squaredErrors / observed) : 0;

    /// <summary>Gets the share of Booleans or categories whose likeliest decoded value is correct.</summary>
    public double Accuracy => observed > 0 ? (double)right / observed : 0;

    /// <summary>Gets the share of the most common Boolean or category.</summary>
    public double MostCommonShare => observed > 0 ? (double)values.Values.Max() / observed : 0;

    /// <summary>
    /// Gets the error relative to that of always guessing the mean (for numbers) or the most common value: 0 is perfect, 1 is not
    /// better than guessing. Null where all cells have the same value.
    /// </summary>
    public double? RelativeError =>
        Column.IsNumber
            ? (Deviation > 0 ? RootMeanSquaredError / Deviation : null)
            : (observed > 0 && MostCommonShare < 1 ? (1 - Accuracy) / (1 - MostCommonShare) : null);

    /// <summary>Returns the share of a value among the cells that are not missing.</summary>
    public double ShareOf(float value) => observed > 0 ? values.GetValueOrDefault(value) / (double)observed : 0;

    public void Add(DetailedRow row)
    {
        rows++;
        var value = row.Slots[Column.Slot];
        if (float.IsNaN(value))
        {
            return;
        }

        observed++;
        // Welford 1962: a sum of squares of large numbers would lose digits.
        var step = value - mean;
        mean += step / observed;
        squares += step * (value - mean);
        if (Column.IsNumber)
        {
            double error = value - row.Decoded[Column.Decoded];
            squaredErrors += error * error;
            return;
        }

        values[value] = values.GetValueOrDefault(value) + 1;
        right += Column.Likeliest(row.Decoded).Value == Column.Text(row.Slots) ? 1 : 0;
    }
}
