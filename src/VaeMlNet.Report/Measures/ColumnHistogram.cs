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

    /// <summary>Gets the axis of the bars of numbers.</summary>
    public BarScale Scale { get; private init; }

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
        var edges = Edges(data, low, high);
        // The days of dates have no 0.
        var scale =
            compared.Column.DateSchema is null && edges.Length == BarCount + 1
                ? BarScale.Choose(data[0], edges)
                : default;
        if (scale.Constant is not null)
        {
            edges = scale.Edges(data.Min(set => set.Lows[0]), data.Max(set => set.Highs[^1]), BarCount);
        }

        HistogramBar[] bars =
        [
            .. edges
                .Zip(edges.Skip(1))
                .Select((bar, i) => new HistogramBar("", bar.First, bar.Second, Shares(compared, edges, i))),
        ];
        List<string> notes = [];
        if (scale.Constant is not null)
        {
            notes.Add("The axis is logarithmic, because most values are small beside the largest.");
        }

        if (sets.Any(set => set.Lows[0] < edges[0] || set.Highs[^1] > edges[^1]))
        {
            string Text(double edge) =>
                compared.Column.DateSchema is null ? Figure.Number(edge) : compared.Column.DateText(edge);
            notes.Add($"Values outside {Text(edges[0])} to {Text(edges[^1])} are in the first and the last bar.");
        }

        return new(compared, bars, string.Join(' ', notes)) { Scale = scale };
    }

    /// <summary>Chooses the ends of the bars: one bar for each of a few whole numbers, otherwise equal parts of the range.</summary>
    private static double[] Edges(ColumnValues[] sets, double low, double high)
    {
        var areWhole = sets.All(set =>
            set.Lows.Zip(set.Highs).All(pair => pair.First == pair.Second && pair.First == Math.Round(pair.First))
        );
        return areWhole && high - low < BarCount
                ? [.. Enumerable.Range(0, (int)(high - low) + 2).Select(i => low - 0.5 + i)]
            : high > low ? default(BarScale).Edges(low, high, BarCount)
            : [low - 0.5, low + 0.5];
    }

    private static double?[] Shares(ColumnComparison compared, double[] edges, int bar) =>
        [
            .. Sets(compared)
                .Select(set =>
                    set is null || set.Count == 0
                        ? (double?)null
                        // The shares of a folder add up to 1 only up to rounding.
                        : Math.Max(0, set.ShareOfBar(edges, bar))
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
