namespace VaeMlNet.Report;

/// <summary>The distributions of a column in bars that all of them share.</summary>
/// <param name="Compared">The distributions.</param>
/// <param name="Bars">The bars, in their order.</param>
/// <param name="Note">A sentence about values and categories without a bar of their own; empty where all have one.</param>
internal sealed record ColumnHistogram(ColumnComparison Compared, IReadOnlyList<HistogramBar> Bars, string Note)
{
    private const int BarCount = 24;
    private const int MostCategories = 12;
    private const double OuterShare = 0.005;

    /// <summary>Creates the bars of a column.</summary>
    public static ColumnHistogram Create(ColumnComparison compared) =>
        compared.Column.IsNumber ? OfNumbers(compared) : OfCategories(compared);

    private static ColumnHistogram OfNumbers(ColumnComparison compared)
    {
        ColumnValues[] sets = [.. Sets(compared).OfType<ColumnValues>().Where(set => set.Count > 0)];
        if (sets.Length == 0)
        {
            return new(compared, [], "All cells are missing.");
        }

        // Reconstructions and synthetic rows may reach further, but the data decides which range matters.
        ColumnValues[] data = [.. new[] { compared.Training, compared.Rows }.OfType<ColumnValues>()];
        data = [.. data.Where(set => set.Count > 0)];
        data = data.Length > 0 ? data : sets;
        var low = data.Min(set => set.Quantile(OuterShare));
        var high = data.Max(set => set.Quantile(1 - OuterShare));
        (var from, var width, var count) = Layout(data, low, high);
        HistogramBar[] bars =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                {
                    var start = from + (i * width);
                    return new HistogramBar("", start, start + width, Shares(compared, start, width, i, count));
                }),
        ];
        var isCut = sets.Any(set => set.Lows[0] < from || set.Highs[^1] > from + (count * width));
        return new(
            compared,
            bars,
            isCut
                ? $"Values outside {Figure.Number(from)} to {Figure.Number(from + (count * width))} are in the first and the last bar."
                : ""
        );
    }

    /// <summary>Chooses the start, the width and the number of bars: one for each of a few whole numbers, otherwise equal parts of the range.</summary>
    private static (double From, double Width, int Count) Layout(ColumnValues[] sets, double low, double high)
    {
        var areWhole = sets.All(set =>
            set.Lows.Zip(set.Highs).All(pair => pair.First == pair.Second && pair.First == Math.Round(pair.First))
        );
        return areWhole && high - low < BarCount ? (low - 0.5, 1, (int)(high - low) + 1)
            : high > low ? (low, (high - low) / BarCount, BarCount)
            : (low - 0.5, 1, 1);
    }

    private static double?[] Shares(ColumnComparison compared, double start, double width, int bar, int count) =>
        [
            .. Sets(compared)
                .Select(set =>
                    set is null || set.Count == 0
                        ? (double?)null
                        // The shares of a folder add up to 1 only up to rounding.
                        : Math.Max(
                            0,
                            (bar == count - 1 ? 1 : set.ShareBelow(start + width, orEqual: false))
                                - (bar == 0 ? 0 : set.ShareBelow(start, orEqual: false))
                        )
                ),
        ];

    private static ColumnHistogram OfCategories(ColumnComparison compared)
    {
        int[] order =
        [
            .. Enumerable
                .Range(0, compared.Categories.Count)
                .Where(i => Sets(compared).Any(set => set?.Shares[i] > 0))
                .OrderByDescending(i => (compared.Training ?? compared.Rows).Shares[i])
                .ThenByDescending(i => compared.Rows.Shares[i]),
        ];
        var isCut = order.Length > MostCategories;
        var shown = isCut ? order[..(MostCategories - 1)] : order;
        var bars = shown.Select(i => Bar(compared, compared.Categories[i], [i]));
        return isCut
            ? new(
                compared,
                [.. bars, Bar(compared, "(other)", order[(MostCategories - 1)..])],
                $"The {MostCategories - 1} most common of {order.Length} values have a bar of their own; (other) has the rest."
            )
            : new(compared, [.. bars], "");
    }

    private static HistogramBar Bar(ColumnComparison compared, string name, int[] categories) =>
        new(
            name,
            0,
            0,
            [
                .. Sets(compared)
                    .Select(set => set is null || set.Count == 0 ? (double?)null : categories.Sum(i => set.Shares[i])),
            ]
        );

    private static ColumnValues?[] Sets(ColumnComparison compared) =>
        [compared.Training, compared.Rows, compared.Reconstruction, compared.Synthetic];
}

/// <summary>A bar of a histogram.</summary>
/// <param name="Category">The name of the category; empty for numbers.</param>
/// <param name="From">The smallest number.</param>
/// <param name="To">The largest number.</param>
/// <param name="Shares">
/// The shares in training, in these rows, in their reconstructions and in synthetic rows; null where a distribution is not known.
/// </param>
internal sealed record HistogramBar(string Category, double From, double To, IReadOnlyList<double?> Shares);
