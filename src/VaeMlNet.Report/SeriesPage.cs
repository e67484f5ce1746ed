namespace VaeMlNet.Report;

/// <summary>The HTML page of a report on a model of time series.</summary>
/// <param name="facts">The measurements.</param>
/// <param name="options">The title.</param>
internal sealed class SeriesPage(SeriesFacts facts, VaeReportOptions options)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var model = facts.Rows.Model;
        var series = model.Manifest.Series!;
        var kind =
            $"windows of {series.WindowLength} rows of {series.Channels.Count} {(series.Channels.Count == 1 ? "channel" : "channels")}";
        new ChartPage(
            ReportPage.Title(model, options),
            ReportPage.Subtitle(model, kind, options),
            [
                SeriesSections.Overview(facts),
                SeriesSections.Series(facts),
                SeriesSections.Segments(facts),
                ScoreSection.Create(facts.Scores.Summary, facts.Scores.Threshold, hasMap: false, calibration: null),
                TrainingHistorySection.Create(TrainingCourse.Of(model)),
                ModelSection.Create(model),
            ]
        ).Write(stream);
    }
}
