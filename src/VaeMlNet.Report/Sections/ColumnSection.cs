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

        ColumnHistogram[] histograms = [.. facts.Compared.Select(ColumnHistogram.Create)];
        var isDrawn = histograms.Any(histogram => histogram.Bars.Count > 0);
        Chart[] charts = isDrawn ? [ColumnHistogramChart.Create(First(histograms))] : [];
        var ofSlots = histograms.ToDictionary(histogram => histogram.Compared.Column.Slot);
        var rest = Blocks.ShownColumns(MostColumns, facts.Columns.Count);
        var table = Blocks.Table(
            facts.Columns.Take(MostColumns),
            "Reconstruction of each column",
            [
                new("column", column => Html.Escape(column.Column.Name)),
                new(
                    "distribution",
                    column =>
                        ofSlots.TryGetValue(column.Column.Slot, out var histogram)
                            ? MiniHistogram.Draw(histogram)
                            : Html.Empty
                ),
                new("values", column => Html.Escape(Kind(column))),
                new(
                    "missing",
                    column => Blocks.Bar(column.MissingShare, Figure.Percent(column.MissingShare)),
                    IsNumber: true
                ),
                new(
                    "missing in training",
                    column =>
                        Html.Escape(column.Column.TrainingMissingShare is { } share ? Figure.Percent(share) : "–"),
                    IsNumber: true
                ),
                new("typical error", column => Html.Format($"<span class=\"wrapped\">{Error(column)}</span>")),
                new("relative error", RelativeError, IsNumber: true),
            ]
        );
        return new Section(
            "columns",
            "Columns",
            "The histograms compare this data (line) with the training data (gray), with the reconstructions and with synthetic rows. In the table, the relative error is 0 where the decoder reconstructs a column exactly, and 1 where the reconstruction is no better than always guessing the mean (or the most common value) of the column.",
            "important columns with a relative error near 1, synthetic rows with another distribution than training, or far more missing cells than in training.",
            Html.Format($"{(isDrawn ? Chooser(facts, histograms, charts[0]) : Html.Empty)}{table}{rest}"),
            charts,
            Gist: $"{Figure.Count(facts.Columns.Count, "column")}: distributions, missing cells and errors",
            Data: isDrawn ? ("histograms", ColumnHistogramChart.All(histograms)) : null
        );
    }

    private static ColumnHistogram First(ColumnHistogram[] histograms) =>
        histograms.First(histogram => histogram.Bars.Count > 0);

    private static Html Chooser(ReportFacts facts, ColumnHistogram[] histograms, Chart chart)
    {
        var first = First(histograms);
        var options = histograms.Select(
            (histogram, i) =>
                Html.Format(
                    $"<option value=\"{i}\"{new Html(histogram == first ? " selected" : "")}>{histogram.Compared.Column.Name}</option>"
                )
        );
        var controls = Html.Format(
            $"<div class=\"controls\" id=\"histogram-controls\" hidden><label>Column <select id=\"histogram-column\">{Html.Join(options)}</select></label><span class=\"buttons\"><button type=\"button\" id=\"histogram-previous\" aria-label=\"Previous column\">‹</button><button type=\"button\" id=\"histogram-next\" aria-label=\"Next column\">›</button></span></div>\n"
        );
        return Html.Format(
            $"{controls}<div class=\"panels wide\">{Blocks.ChartPanel(chart)}</div><p class=\"note\" id=\"histogram-note\" role=\"status\">{first.Note}</p>\n{Html.Join(Notes(facts).Select(Blocks.Note))}"
        );
    }

    private static IEnumerable<string> Notes(ReportFacts facts)
    {
        yield return "Reconstructions of numbers are means, so they vary less than the data; those of categories are mean probabilities.";
        if (facts.Compared.Any(column => column.Training is null))
        {
            yield return "Columns without a gray area: the model folder has no distribution of their training values. Pass the training rows (--train=FILE, or VaeReportOptions.TrainingData) to see it.";
        }

        if (facts.Columns.Count > facts.Compared.Count)
        {
            yield return $"The first {facts.Compared.Count} of {facts.Columns.Count} columns have histograms.";
        }
    }

    private static Html RelativeError(ColumnReconstruction column) =>
        column.RelativeError is { } error
            ? Blocks.Bar(error, Figure.Fixed(error, 2), isBad: error > HardlyBetter)
            : Html.Format($"<span class=\"missing\">all equal</span>");

    private static string Kind(ColumnReconstruction column) =>
        column.Column.DateSchema is not null
            ? $"dates, {column.Column.DateText(column.Mean)} ± {Days(column.Deviation)}"
        : column.Column.IsNumber ? $"numbers, {Figure.Number(Mean(column))} ± {Figure.Number(column.Deviation, 3)}"
        : column.Column.IsCategory ? Figure.Count(column.Column.Categories.Count, "category", "categories")
        : "true, false";

    /// <summary>Returns the mean, with rounding errors of standardized columns set to 0.</summary>
    private static double Mean(ColumnReconstruction column) =>
        Math.Abs(column.Mean) < LeastShare * column.Deviation ? 0 : column.Mean;

    private static string Days(double days) => $"{Figure.Number(days, 3)} days";

    private static string Error(ColumnReconstruction column) =>
        column.Column.DateSchema is not null ? $"± {Days(column.RootMeanSquaredError)}"
        : column.Column.IsNumber ? $"± {Figure.Number(column.RootMeanSquaredError, 3)}"
        : $"{Figure.Percent(column.Accuracy)} correct (most common value: {Figure.Percent(column.MostCommonShare)})";
}
