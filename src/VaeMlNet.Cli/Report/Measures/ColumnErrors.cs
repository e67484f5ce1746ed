namespace VaeMlNet.Cli;

/// <summary>How well the cells of a column come back from the latents, and how many have no value.</summary>
/// <param name="Column">The column.</param>
internal sealed class ColumnErrors(ReportColumn Column)
{
    private readonly Dictionary<float, long> values = [];
    private long rows;
    private long observed;
    private double mean;
    private double squares;
    private double squaredErrors;
    private long right;

    /// <summary>The column.</summary>
    public ReportColumn Column { get; } = Column;

    /// <summary>Share of the cells without a value.</summary>
    public double MissingShare => rows > 0 ? (double)(rows - observed) / rows : 0;

    /// <summary>Mean of the numbers; of Booleans the share of true.</summary>
    public double Mean => mean;

    /// <summary>Standard deviation of the numbers, and of Booleans as 0 and 1; 0 where all are the same.</summary>
    public double Deviation => observed > 0 ? Math.Sqrt(squares / observed) : 0;

    /// <summary>Of numbers, the root of the mean squared error, in their own unit.</summary>
    public double RootMeanSquaredError => observed > 0 ? Math.Sqrt(squaredErrors / observed) : 0;

    /// <summary>Of Booleans and categories, the share whose likeliest value is the right one.</summary>
    public double Accuracy => observed > 0 ? (double)right / observed : 0;

    /// <summary>Of Booleans and categories, the share of the most common value.</summary>
    public double MostCommonShare => observed > 0 ? (double)values.Values.Max() / observed : 0;

    /// <summary>
    /// The error beside that of always guessing the mean (numbers: standard deviations) or the most common value: 0 is perfect, 1 no
    /// better than guessing. Null where there is nothing to guess.
    /// </summary>
    public double? RelativeError =>
        Column.Kind == CsvColumnKind.Number
            ? (Deviation > 0 ? RootMeanSquaredError / Deviation : null)
            : (observed > 0 && MostCommonShare < 1 ? (1 - Accuracy) / (1 - MostCommonShare) : null);

    /// <summary>Share of a category's key among the cells with a value.</summary>
    public double ShareOf(float value) => observed > 0 ? values.GetValueOrDefault(value) / (double)observed : 0;

    /// <summary>Takes a row.</summary>
    public void Add(DetailedRow row)
    {
        rows++;
        var value = row.Slots[Column.Slot];
        if (float.IsNaN(value))
        {
            return;
        }

        observed++;
        // Welford 1962: sums of squares of large numbers would lose their digits.
        var step = value - mean;
        mean += step / observed;
        squares += step * (value - mean);
        if (Column.Kind == CsvColumnKind.Number)
        {
            double error = value - row.Decoded[Column.Decoded];
            squaredErrors += error * error;
            return;
        }

        values[value] = values.GetValueOrDefault(value) + 1;
        right += Column.Likeliest(row.Decoded).Value == Column.Text(row.Slots) ? 1 : 0;
    }
}
