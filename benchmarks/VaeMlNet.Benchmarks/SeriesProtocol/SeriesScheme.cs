namespace VaeMlNet.Benchmarks;

/// <summary>
/// Turns scores of rows, of windows or of the rows within windows into one score for each row. With causal schemes, no later row changes
/// a score, except in the first rows: the first length - 1 rows get the score of the first window.
/// </summary>
internal static class SeriesScheme
{
    /// <summary>The score of the row alone. Causal.</summary>
    public const string Row = "row";

    /// <summary>The mean of the last rows' scores. Causal.</summary>
    public const string RowLast = "row_last";

    /// <summary>The mean over the windows that cover the row, of the means of their rows' scores.</summary>
    public const string RowCover = "row_cover";

    /// <summary>The score of the window that ends at the row. Causal.</summary>
    public const string Last = "last";

    /// <summary>The mean of the scores of all windows that cover the row.</summary>
    public const string Cover = "cover";

    /// <summary>The part of the row in the score of the window that ends at it. Causal.</summary>
    public const string SlotLast = "slot_last";

    /// <summary>The mean of the row's parts in the scores of all windows that cover it.</summary>
    public const string SlotCover = "slot_cover";

    /// <summary>Returns whether a stream can compute the scheme without waiting for later rows.</summary>
    public static bool IsCausal(string scheme) => scheme is Row or RowLast or Last or SlotLast;

    /// <summary>Returns the row schemes of scores of rows.</summary>
    /// <param name="scores">The score of each row.</param>
    /// <param name="length">The number of rows of a window.</param>
    public static SchemeScores[] OfRows(double[] scores, int length)
    {
        double[] means =
        [
            .. Enumerable.Range(0, scores.Length - length + 1).Select(start => Mean(scores.AsSpan(start, length))),
        ];
        return
        [
            new(Row, scores),
            new(RowLast, LastWindow(means, length)),
            new(RowCover, CoveringWindows(means, length)),
        ];
    }

    /// <summary>Returns the window schemes of scores of windows.</summary>
    /// <param name="scores">The score of each window with stride 1.</param>
    /// <param name="length">The number of rows of a window.</param>
    public static SchemeScores[] OfWindows(double[] scores, int length) =>
        [new(Last, LastWindow(scores, length)), new(Cover, CoveringWindows(scores, length))];

    /// <summary>Returns the window and slot schemes of the parts of windows' scores.</summary>
    /// <param name="parts">The part of each row in the score of each window: [windows * length].</param>
    /// <param name="length">The number of rows of a window.</param>
    public static SchemeScores[] OfSlots(double[] parts, int length)
    {
        double[] scores = [.. parts.Chunk(length).Select(window => Mean(window))];
        return
        [
            .. OfWindows(scores, length),
            new(SlotLast, LastSlot(parts, length)),
            new(SlotCover, CoveringSlots(parts, length)),
        ];
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double[] LastWindow(double[] scores, int length) =>
        [.. Enumerable.Repeat(scores[0], length - 1), .. scores];

    private static double[] CoveringWindows(double[] scores, int length) =>
        [
            .. Enumerable
                .Range(0, scores.Length + length - 1)
                .Select(row =>
                    Mean(scores.AsSpan(Math.Max(0, row - length + 1)..(Math.Min(row, scores.Length - 1) + 1)))
                ),
        ];

    private static double[] LastSlot(double[] parts, int length) =>
        [.. parts[..length], .. parts.Skip(length).Where((_, i) => i % length == length - 1)];

    private static double[] CoveringSlots(double[] parts, int length)
    {
        var windows = parts.Length / length;
        return
        [
            .. Enumerable
                .Range(0, windows + length - 1)
                .Select(row =>
                    Enumerable
                        .Range(
                            Math.Max(0, row - length + 1),
                            Math.Min(row, windows - 1) - Math.Max(0, row - length + 1) + 1
                        )
                        .Average(window => parts[(window * length) + row - window])
                ),
        ];
    }
}
