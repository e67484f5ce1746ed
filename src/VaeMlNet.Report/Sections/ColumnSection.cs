namespace VaeMlNet.Report;

/// <summary>How well each column comes back, and how much of it is missing.</summary>
internal static class ColumnSection
{
    private const int MostColumns = 60;
    private const double HardlyBetter = 0.9;
    private const double LeastShare = 1e-3;

    /// <summary>Null where rows are images.</summary>
    public static Section? Of(ReportFacts facts)
    {
        if (facts.Layout.IsImage)
        {
            return null;
        }

        var shown = facts.Columns.Take(MostColumns);
        var rest =
            facts.Columns.Count > MostColumns
                ? Blocks.Note($"The first {MostColumns} of {facts.Columns.Count} columns.")
                : Html.Empty;
        var table = Blocks.Table(
            ["column", "holds", "#missing", "#in training", "typical error", "#relative error"],
            shown.Select(Line),
            "Reconstruction of each column"
        );
        return Section.Of(
            "columns",
            "Columns",
            "The relative error is 0 where the latents give a column back exactly, and 1 where they do no better than always guessing its mean (or its most common value).",
            "columns that matter to you at 1, or far more missing cells than in training.",
            Html.Of($"{table}{rest}")
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
                ? Blocks.Bar(error, Figure.Of(error, "0.00"), isBad: error > HardlyBetter)
                : Html.Of($"<span class=\"missing\">all the same</span>"),
        ];
    }

    private static string Kind(ColumnReconstruction column) =>
        column.Column.IsNumber ? $"numbers, {Figure.Of(Mean(column))} ± {Figure.Of(column.Deviation, "G3")}"
        : column.Column.IsCategory ? $"{column.Column.Categories.Count} categories"
        : "true, false";

    /// <summary>Rounding errors of standardized columns are no mean.</summary>
    private static double Mean(ColumnReconstruction column) =>
        Math.Abs(column.Mean) < LeastShare * column.Deviation ? 0 : column.Mean;

    private static string Error(ColumnReconstruction column) =>
        column.Column.IsNumber
            ? $"± {Figure.Of(column.RootMeanSquaredError, "G3")}"
            : $"{Figure.Percent(column.Accuracy)} right (most common: {Figure.Percent(column.MostCommonShare)})";
}
