namespace VaeMlNet.Report;

/// <summary>
/// The section of the columns. It shows the reconstruction error and the share of missing cells of each column.
/// </summary>
internal static class ColumnSection
{
    private const int MostColumns = 60;
    private const double HardlyBetter = 0.9;
    private const double LeastShare = 1e-3;

    /// <summary>Creates the section. Returns null where rows are images.</summary>
    public static Section? Create(ReportFacts facts)
    {
        if (facts.Layout.IsImage)
        {
            return null;
        }

        var shown = facts.Columns.Take(MostColumns);
        var rest =
            facts.Columns.Count > MostColumns
                ? Blocks.Note($"The table shows the first {MostColumns} of {facts.Columns.Count} columns.")
                : Html.Empty;
        var table = Blocks.Table(
            ["column", "values", "#missing", "#missing in training", "typical error", "#relative error"],
            shown.Select(Line),
            "Reconstruction of each column"
        );
        return Section.WithoutCharts(
            "columns",
            "Columns",
            "The relative error is 0 where the decoder reconstructs a column exactly. It is 1 where the reconstruction is no better than always guessing the mean (or the most common value) of the column.",
            "important columns with a relative error near 1, or far more missing cells than in training.",
            Html.Format($"{table}{rest}")
        );
    }

    private static IReadOnlyList<Html> Line(ColumnReconstruction column)
    {
        var relative = column.RelativeError;
        return
        [
            Html.Escape(column.Column.Name),
            Html.Escape(Kind(column)),
            Blocks.Bar(column.MissingShare, Figure.Percent(column.MissingShare)),
            Html.Escape(column.Column.TrainingMissingShare is { } share ? Figure.Percent(share) : "–"),
            Html.Escape(Error(column)),
            relative is { } error
                ? Blocks.Bar(error, Figure.Number(error, "0.00"), isBad: error > HardlyBetter)
                : Html.Format($"<span class=\"missing\">all equal</span>"),
        ];
    }

    private static string Kind(ColumnReconstruction column) =>
        column.Column.IsNumber ? $"numbers, {Figure.Number(Mean(column))} ± {Figure.Number(column.Deviation, "G3")}"
        : column.Column.IsCategory ? $"{column.Column.Categories.Count} categories"
        : "true, false";

    /// <summary>Returns the mean, with rounding errors of standardized columns set to 0.</summary>
    private static double Mean(ColumnReconstruction column) =>
        Math.Abs(column.Mean) < LeastShare * column.Deviation ? 0 : column.Mean;

    private static string Error(ColumnReconstruction column) =>
        column.Column.IsNumber
            ? $"± {Figure.Number(column.RootMeanSquaredError, "G3")}"
            : $"{Figure.Percent(column.Accuracy)} correct (most common value: {Figure.Percent(column.MostCommonShare)})";
}
