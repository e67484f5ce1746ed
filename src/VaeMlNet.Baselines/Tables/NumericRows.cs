namespace VaeMlNet.Baselines;

/// <summary>
/// Rows of a table as vectors of numbers, for methods that know nothing else. Numbers are standardized by the training rows. A category is
/// a slot of 0 or 1 for each of its levels, minus the mean of the slot. A missing cell has the mean, which is 0 in all of its slots.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class NumericRows
{
    private readonly TableScaling scaling;
    private readonly OneHotSlots slots;
    private readonly double[] means;

    /// <summary>Learns means, standard deviations and frequencies.</summary>
    /// <param name="training">The training rows.</param>
    public NumericRows(CodedTable training)
    {
        scaling = new(training);
        slots = new(scaling.LevelCounts);
        means = Array.ConvertAll(slots.Encode(scaling.Scale(training)), Mean);
    }

    /// <summary>Returns the vectors of rows: [rows][slots].</summary>
    public double[][] Encode(CodedTable rows)
    {
        var encoded = slots.Encode(scaling.Scale(rows));
        return
        [
            .. Enumerable
                .Range(0, rows.RowCount)
                .Select(row =>
                    means
                        .Select((mean, slot) => double.IsNaN(encoded[slot][row]) ? 0 : encoded[slot][row] - mean)
                        .ToArray()
                ),
        ];
    }

    private static double Mean(double[] slot) => slot.Where(value => !double.IsNaN(value)).DefaultIfEmpty().Average();
}
