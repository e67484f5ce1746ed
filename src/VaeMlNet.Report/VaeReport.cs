using Microsoft.ML;
using VaeMlNet.Files;

namespace VaeMlNet.Report;

/// <summary>Writes a report: one HTML page that shows what a model does with data.</summary>
/// <remarks>
/// The page works offline. It shows the training curves, a map of the latents, reconstructions, samples, scores and anomalies.
/// The page of a model of time series shows the series, their scores and the segments above the threshold.
/// The data is read several times, and memory does not grow with the number of rows, but with the number of series. Thread safety: all members may be
/// used from several threads at once. An opened model stays the caller's to dispose; the model of a folder is opened and disposed by the call.
/// </remarks>
public static class VaeReport
{
    /// <summary>Writes the report of a model to a file.</summary>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="data">
    /// The rows, with the columns that the model reads: for a table model its columns by name, for a model of time series its channels by name, in
    /// the order of time, otherwise one column of features.
    /// </param>
    /// <param name="path">The path of the file. It is replaced when the page is complete. Missing folders are created.</param>
    /// <param name="options">The title, the labels and the number of rows. Default: no labels, 2,000 rows on the map.</param>
    /// <param name="cancellationToken">Checked before each row. Default: none.</param>
    /// <returns>The number of rows of the data. All of them were scored.</returns>
    /// <exception cref="ArgumentException">The data lacks a column, or an option does not fit the data or the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The data has no rows, or the model does not allow one of its values.</exception>
    /// <exception cref="VaeModelException">The model folder is missing or damaged.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to write the file.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled. No file is written.</exception>
    public static long Write(
        VaeModelSource model,
        IDataView data,
        string path = "report.html",
        VaeReportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var fullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(fullPath)!);
        using var file = TemporaryFile.Beside(fullPath);
        var count = Write(model, data, file.Stream, options, cancellationToken);
        file.MoveTo(fullPath);
        return count;
    }

    /// <summary>Writes the report of a model to a stream, as UTF-8.</summary>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="data">
    /// The rows, with the columns that the model reads: for a table model its columns by name, for a model of time series its channels by name, in
    /// the order of time, otherwise one column of features.
    /// </param>
    /// <param name="stream">The stream. It stays open. Nothing is written when the report fails.</param>
    /// <param name="options">The title, the labels and the number of rows. Default: no labels, 2,000 rows on the map.</param>
    /// <param name="cancellationToken">Checked before each row. Default: none.</param>
    /// <inheritdoc cref="Write(VaeModelSource, IDataView, string, VaeReportOptions?, CancellationToken)" path="/returns|/exception"/>
    public static long Write(
        VaeModelSource model,
        IDataView data,
        Stream stream,
        VaeReportOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new();
        options.Check();
        return model.Use(opened => Write(opened, data, stream, options, cancellationToken));
    }

    private static long Write(
        VaeModel model,
        IDataView data,
        Stream stream,
        VaeReportOptions options,
        CancellationToken cancellationToken
    )
    {
        model.WithLatents();
        if (model.Manifest.Series is not null)
        {
            var ofSeries = SeriesFacts.Measure(new(model, data, options), cancellationToken);
            new SeriesPage(ofSeries, options).Write(stream);
            return ofSeries.Scores.Summary.RowCount;
        }

        var facts = new ReportMeasurement(new ReportRows(model, data, options), options).Run(cancellationToken);
        new ReportPage(facts, options).Write(stream);
        return facts.Scored.RowCount;
    }

    /// <summary>Writes a comparison of synthetic with real rows to a stream, as one HTML page in UTF-8.</summary>
    /// <param name="quality">The comparison.</param>
    /// <param name="stream">The stream. It stays open.</param>
    /// <param name="title">The title of the page. Default: Quality of synthetic rows.</param>
    public static void Write(VaeQualityReport quality, Stream stream, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(stream);
        QualitySections.Write(quality, title ?? "Quality of synthetic rows", stream);
    }
}

/// <summary>The HTML page of a report on a model of time series.</summary>
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
                SeriesSections.Overview(facts, new(model.Folder, options.DataName)),
                SeriesSections.Segments(facts),
                SeriesSections.Series(facts),
                ScoreSection.Create(facts.Scores.Summary, facts.Scores.Threshold, hasMap: false, calibration: null),
                TrainingHistorySection.Create(TrainingCourse.Of(model)),
                ModelSection.Create(model),
            ]
        ).Write(stream);
    }
}
