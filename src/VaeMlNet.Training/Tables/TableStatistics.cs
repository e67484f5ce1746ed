using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Reads a table once to compute the statistics for encoding its rows.</summary>
internal static class TableStatistics
{
    // The values of all slots that bins and robust scales are made from: 64 MiB.
    private const int LargestKeptCount = 1 << 24;

    // The values of a slot that only its usual range is found from.
    private const int LargestKeptCountForRange = 10_000;

    // The intervals of all histograms, and of the histogram of a slot. The manifest has three numbers for each.
    private const int LargestIntervalCount = 100_000;
    private const int LargestIntervalCountOfSlot = 512;

    /// <summary>Reads all rows.</summary>
    /// <param name="data">The data.</param>
    /// <param name="raw">The columns of the table.</param>
    /// <param name="hasSeenRanges">Whether to find the range that the rows cover in each number slot.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="samples">Receive all rows.</param>
    /// <returns>The table and its number of rows.</returns>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a number is infinite, or its likelihood does not allow it.
    /// </exception>
    public static (Table Table, long RowCount) Read(
        IDataView data,
        RawTable raw,
        bool hasSeenRanges,
        CancellationToken cancellationToken,
        params IReadOnlyList<RawSample> samples
    )
    {
        using var cursor = data.GetRowCursor(raw.Columns.Select(column => column.Column));
        var read = raw.NewReader(cursor);
        var row = new float[raw.Width];
        var slots = raw
            .Columns.SelectMany(column => Enumerable.Repeat(column, column.Width))
            .Select(column => new SlotStatistics(column.ToEncoderUnit, KeptValues(raw, column), column.CategoryCount))
            .ToArray();
        PairCounter pairs = new(raw);
        long rowCount = 0;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            read(row, cursor.Position);
            rowCount++;
            for (var i = 0; i < row.Length; i++)
            {
                slots[i].Add(row[i]);
            }

            pairs.Add(row);
            foreach (var sample in samples)
            {
                sample.Add(row);
            }
        }

        return rowCount > 0
            ? (Describe(raw, slots, hasSeenRanges, rowCount, pairs), rowCount)
            : throw ColumnChecks.Empty(raw.Source);
    }

    private static Table Describe(
        RawTable raw,
        SlotStatistics[] slots,
        bool hasSeenRanges,
        long rowCount,
        PairCounter pairs
    )
    {
        var intervals = Math.Min(LargestIntervalCount / raw.Width, LargestIntervalCountOfSlot);
        List<TableColumn> columns = [];
        var first = 0;
        foreach (var column in raw.Columns)
        {
            var bins = (column.Likelihood as HistogramLikelihoodOptions)?.BinsFor(rowCount);
            columns.Add(Describe(column, slots.AsSpan(first, column.Width).ToArray(), bins, intervals, hasSeenRanges));
            first += column.Width;
        }

        return new Table
        {
            Columns = columns,
            RowCount = rowCount,
            Pairs = pairs.Pairs,
        };
    }

    /// <summary>Returns the number of values to keep of a slot.</summary>
    private static int KeptValues(RawTable raw, RawColumn column) =>
        column.IsBinned || column.HasRobustScale ? Math.Clamp(LargestKeptCount / raw.Width, 1000, 100_000)
        : column.Kind == TableColumnKind.Number && raw.Width <= UsualRows.MostSlots ? LargestKeptCountForRange
        : 0;

    private static TableColumn Describe(
        RawColumn column,
        SlotStatistics[] slots,
        int? bins,
        int intervals,
        bool hasSeenRanges
    )
    {
        var isNumber = column.Kind == TableColumnKind.Number;
        var standardizations = Array.ConvertAll(
            isNumber ? slots : [],
            slot => slot.Standardization(column.HasRobustScale)
        );
        var ranges = Array.ConvertAll(isNumber ? slots : [], slot => slot.Ranges());
        var observed = slots.Where(slot => slot.Count > 0).ToArray();
        return column.Describe() with
        {
            Means = [.. standardizations.Select(slot => slot.Mean)],
            Scales = [.. standardizations.Select(slot => slot.Scale)],
            UsualLows = [.. ranges.Select(range => range.Usual.Low)],
            UsualHighs = [.. ranges.Select(range => range.Usual.High)],
            SeenRanges = hasSeenRanges ? [.. ranges.Select(range => range.Seen)] : [],
            ZeroCount = isNumber && slots is [var only] ? only.ZeroCount : 0,
            MissingCounts = [.. slots.Select(slot => slot.MissingCount)],
            MissingShare =
                slots.Sum(slot => (double)slot.MissingCount) / slots.Sum(slot => slot.Count + slot.MissingCount),
            Bins = bins is { } largest ? [.. slots.Select(slot => slot.BuildBins(largest, intervals))] : [],
            Shares = isNumber ? [] : slots[0].Shares(column.Kind == TableColumnKind.Key ? 1 : 0),
            Minimum = observed.Length > 0 ? observed.Min(slot => slot.Minimum) : 0,
            Maximum = observed.Length > 0 ? observed.Max(slot => slot.Maximum) : 0,
        };
    }
}
