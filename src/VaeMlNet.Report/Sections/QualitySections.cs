namespace VaeMlNet.Report;

/// <summary>The sections of a page on the quality of synthetic rows.</summary>
internal static class QualitySections
{
    private const int MostColumns = 100;
    private const double Low = 0.8;

    /// <summary>Writes the page as UTF-8.</summary>
    public static void Write(VaeQualityReport quality, string title, Stream stream)
    {
        var heldOut = quality.HeldOutRows is { } count ? $" and {Figure.Count(count)} held-out rows" : "";
        var subtitle = Html.Format(
            $"{Figure.Count(quality.SyntheticRows)} synthetic rows compared with {Figure.Count(quality.RealRows)} real rows{heldOut}"
        );
        Section[] sections =
        [
            Metrics(quality),
            Columns(quality),
            .. quality.LeastSimilarPairs.Count > 0 ? [Pairs(quality)] : Array.Empty<Section>(),
        ];
        new ChartPage(title, subtitle, sections) { IsPlain = true }.Write(stream);
    }

    private static Section Metrics(VaeQualityReport quality) =>
        new Section(
            "metrics",
            "At a glance",
            "Each metric answers another question: copies are perfect in all of them except privacy, and columns that are drawn independently are perfect in Column Shapes.",
            "a classifier AUC near 1, or an overfitting protection far below 1.",
            Blocks.Table(
                QualityFigure.List(quality),
                "Metrics of the synthetic rows",
                [
                    new("metric", figure => Html.Escape(figure.Name)),
                    new("value", figure => Html.Escape(Number(figure.Value)), IsNumber: true),
                    new("best", figure => Html.Escape(figure.Best)),
                    new("meaning", figure => Html.Format($"<span class=\"sentence\">{figure.Meaning}</span>")),
                ]
            )
        );

    private static Section Columns(VaeQualityReport quality)
    {
        var shown = quality.Columns.OrderBy(column => column.Shape ?? 1).Take(MostColumns);
        var rest =
            quality.Columns.Count > MostColumns
                ? Blocks.Note($"The {MostColumns} columns that differ most, of {quality.Columns.Count}.")
                : Html.Empty;
        var table = Blocks.Table(
            shown,
            "Quality of each column",
            [
                new("column", column => Html.Escape(column.Name)),
                new("shape", column => Bar(column.Shape), IsNumber: true),
                new("coverage", column => Bar(column.RangeCoverage ?? column.CategoryCoverage), IsNumber: true),
                new("valid cells", column => Bar(column.ValidShare), IsNumber: true),
                new("missing, real", column => Html.Escape(Figure.Percent(column.RealMissingShare)), IsNumber: true),
                new(
                    "missing, synthetic",
                    column => Html.Escape(Figure.Percent(column.SyntheticMissingShare)),
                    IsNumber: true
                ),
            ]
        );
        return new Section(
            "columns",
            "Columns",
            "The shape is 1 where the distribution of a column is that of the real rows. The coverage is the share of the real range or of the real categories that occurs.",
            "columns that matter to you with a shape below 0.8, or shares of missing cells that differ.",
            Html.Format($"{table}{rest}")
        );
    }

    private static Section Pairs(VaeQualityReport quality) =>
        new Section(
            "pairs",
            "Least similar pairs",
            "The pairs of columns whose relation differs most from that in the real rows; a similarity of 1 means the same relation.",
            "pairs that a rule connects, such as a city and its country.",
            Blocks.Table(
                quality.LeastSimilarPairs,
                "The pairs of columns that differ most",
                [
                    new("columns", pair => Html.Escape($"{pair.FirstColumn} and {pair.SecondColumn}")),
                    new("similarity", pair => Bar(pair.Similarity), IsNumber: true),
                    new("correlation, real", pair => Html.Escape(Number(pair.RealCorrelation)), IsNumber: true),
                    new(
                        "correlation, synthetic",
                        pair => Html.Escape(Number(pair.SyntheticCorrelation)),
                        IsNumber: true
                    ),
                ]
            )
        );

    private static Html Bar(double? share) =>
        share is { } value ? Blocks.Bar(value, Number(value), isBad: value < Low) : Html.Escape("–");

    private static string Number(double? value) => Figure.Fixed(value ?? double.NaN, 3);
}
