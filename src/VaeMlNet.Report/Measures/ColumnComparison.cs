namespace VaeMlNet.Report;

/// <summary>The distributions of one column: in training, in these rows, in their reconstructions and in synthetic rows.</summary>
/// <param name="Column">The column.</param>
/// <param name="Training">The training rows; null where the model folder has no distribution of them.</param>
/// <param name="Rows">These rows.</param>
/// <param name="Reconstruction">The reconstructions of these rows.</param>
/// <param name="Synthetic">Synthetic rows.</param>
/// <param name="Categories">The names of the categories; empty for numbers.</param>
internal sealed record ColumnComparison(
    ReportColumn Column,
    ColumnValues? Training,
    ColumnValues Rows,
    ColumnValues Reconstruction,
    ColumnValues Synthetic,
    IReadOnlyList<string> Categories
)
{
    /// <summary>Gets the difference between the training rows and these rows; null where it is not known.</summary>
    public ColumnDrift? Drift { get; init; }

    /// <summary>Compares a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="source">The column of the manifest that it belongs to.</param>
    /// <param name="slot">The index of the slot in that column.</param>
    /// <param name="rows">The rows, their reconstructions, synthetic rows and training rows.</param>
    public static ColumnComparison Create(ReportColumn column, VaeColumn source, int slot, ComparedRows rows)
    {
        var comparison = column.IsNumber ? Numbers(column, source, slot, rows) : Categorical(column, source, rows);
        return comparison.Training is { } training && training.RowCount > 0
            ? comparison with
            {
                Drift = column.IsNumber
                    ? ColumnDrift.OfNumbers(training, comparison.Rows)
                    : ColumnDrift.OfCategories(training, comparison.Rows),
            }
            : comparison;
    }

    private static ColumnComparison Numbers(ReportColumn column, VaeColumn source, int slot, ComparedRows rows)
    {
        ColumnValues Of(IReadOnlyList<float[]> values, int place) =>
            ColumnValues.OfNumbers([.. values.Select(row => row[place])]);
        var histogram = source.Bins is { } bins && slot < bins.Count ? bins[slot].Histogram : null;
        var training =
            rows.Training.Count > 0 ? Of(rows.Training, column.Slot)
            : histogram is null ? null
            : ColumnValues.OfHistogram(histogram, rows.TrainingRowCount, source.MissingShare ?? 0);
        return new(
            column,
            training,
            Of(rows.Slots, column.Slot),
            Of(rows.Decoded, column.Decoded),
            Of(rows.Synthetic, column.Slot),
            []
        );
    }

    private static ColumnComparison Categorical(ReportColumn column, VaeColumn source, ComparedRows rows)
    {
        string[] names = column.IsCategory ? [.. column.Categories, ReportColumn.Unseen] : ["false", "true"];
        ColumnValues Of(IReadOnlyList<float[]> values) =>
            ColumnValues.OfCategories(
                [.. values.Select(row => Number(column, row[column.Slot], names.Length))],
                names.Length
            );
        // The folder's missing_share counts all rows, and shares count the cells with a value.
        var training =
            rows.Training.Count > 0 ? Of(rows.Training)
            : source.Shares is { } shares
                ? ColumnValues.OfShares(
                    [.. shares.Select(share => (double)share), .. column.IsCategory ? [0] : (double[])[]],
                    rows.TrainingRowCount,
                    source.MissingShare ?? 0
                )
            : null;
        return new(
            column,
            training,
            Of(rows.Slots),
            Decoded(column, rows.Decoded, names.Length),
            Of(rows.Synthetic),
            names
        );
    }

    /// <summary>Returns the mean of the decoded probabilities.</summary>
    private static ColumnValues Decoded(ReportColumn column, IReadOnlyList<float[]> decoded, int count)
    {
        var shares = new double[count];
        foreach (var row in decoded)
        {
            for (var i = 0; i < column.DecodedWidth; i++)
            {
                // The only slot of a Boolean is the probability of true, its second value.
                shares[column.IsCategory ? i : 1] += row[column.Decoded + i] / decoded.Count;
            }
        }

        shares[0] = column.IsCategory ? shares[0] : 1 - shares[1];
        return ColumnValues.OfShares(shares, decoded.Count, missingShare: 0);
    }

    /// <summary>Returns the number of a category from 0; below 0 for a missing cell, the last number for one that is not in training.</summary>
    private static int Number(ReportColumn column, float value, int count) =>
        float.IsNaN(value) ? -1
        : column.IsCategory ? Math.Min((int)value, count) - 1
        : value > 0.5 ? 1
        : 0;
}

/// <summary>The rows whose columns are compared.</summary>
/// <param name="Slots">The input of the model for each of these rows, [S].</param>
/// <param name="Decoded">Their reconstructions, [R].</param>
/// <param name="Synthetic">Synthetic rows, [S].</param>
/// <param name="Training">Training rows, [S]; empty where they are not given.</param>
/// <param name="TrainingRowCount">The number of training rows in the manifest.</param>
internal sealed record ComparedRows(
    IReadOnlyList<float[]> Slots,
    IReadOnlyList<float[]> Decoded,
    IReadOnlyList<float[]> Synthetic,
    IReadOnlyList<float[]> Training,
    long TrainingRowCount
);
