namespace VaeMlNet.Baselines;

/// <summary>
/// Rows of a table as vectors of numbers, for methods that know nothing else. Numbers are standardized by the training rows. A category is
/// a slot of 0 or 1 for each of its levels, minus the mean of the slot. A missing cell has the mean, which is 0 in all of its slots, and a level
/// that no training row has is none of the slots' levels.
/// </summary>
/// <remarks>
/// All numbers are those that float32 arithmetic gives, so that an ONNX graph that does the same compares them with thresholds in the same way.
/// Thread safety: immutable.
/// </remarks>
internal sealed class NumericRows
{
    /// <summary>The largest standardized number. The sums and products of such numbers are finite float32 numbers.</summary>
    public const float Largest = 1e6f;

    private const double NoRank = -1;

    private readonly TableScaling scaling;
    private readonly OneHotSlots slots;
    private readonly double[] means;

    /// <summary>Learns means, standard deviations and frequencies.</summary>
    public NumericRows(CodedTable training)
    {
        Columns = training.Columns;
        scaling = new(training);
        Moments = [.. scaling.Moments.Select(moments => ((float)moments.Mean, (float)moments.Scale))];
        slots = new([.. Columns.Select((column, i) => column.IsNumber ? 0 : Math.Max(1, scaling.SeenLevelCounts[i]))]);
        means = Array.ConvertAll(slots.Encode(Scale(training)), Mean);
        foreach (var (_, start) in Columns.Zip(slots.Starts).Where(pair => pair.First.IsNumber))
        {
            means[start] = 0;
        }
    }

    public IReadOnlyList<CodedColumn> Columns { get; }

    /// <summary>Gets the mean and the standard deviation of each column of numbers.</summary>
    public IReadOnlyList<(float Mean, float Scale)> Moments { get; }

    /// <summary>Gets the number of slots of each column.</summary>
    public IReadOnlyList<int> Widths => slots.Widths;

    /// <summary>Gets the first slot of each column.</summary>
    public IReadOnlyList<int> Starts => slots.Starts;

    /// <summary>Returns the vectors of rows: [rows][slots].</summary>
    public double[][] Encode(CodedTable rows)
    {
        var encoded = slots.Encode(Scale(rows));
        return
        [
            .. Enumerable
                .Range(0, rows.RowCount)
                .Select(row =>
                    means
                        .Select(
                            (mean, slot) =>
                                double.IsNaN(encoded[slot][row]) ? 0 : (double)(float)(encoded[slot][row] - mean)
                        )
                        .ToArray()
                ),
        ];
    }

    /// <summary>Returns which cells have a level that no training row has: [columns][rows].</summary>
    public bool[][] FindUnseen(CodedTable rows) =>
        [
            .. Scale(rows)
                .Select((column, i) => Array.ConvertAll(column, cell => !Columns[i].IsNumber && cell == NoRank)),
        ];

    private double[][] Scale(CodedTable rows) =>
        [
            .. scaling
                .Scale(rows)
                .Select(
                    (ranks, i) =>
                        Columns[i].IsNumber
                            ? Array.ConvertAll(rows.Values[i], number => Standardize(number, Moments[i]))
                            : Array.ConvertAll(ranks, rank => rank >= scaling.SeenLevelCounts[i] ? NoRank : rank)
                ),
        ];

    // Clamp keeps NaN.
    private static double Standardize(double number, (float Mean, float Scale) moments) =>
        Math.Clamp(((float)number - moments.Mean) / moments.Scale, -Largest, Largest);

    /// <summary>Returns the mean of the known cells of a slot; 0 without any.</summary>
    public static double Mean(double[] slot) => slot.Where(value => !double.IsNaN(value)).DefaultIfEmpty().Average();
}
