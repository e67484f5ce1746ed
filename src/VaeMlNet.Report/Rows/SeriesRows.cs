using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Report;

/// <summary>The rows of a report on time series: two passes over the data, one for the scores and one for the channels of some series.</summary>
internal sealed class SeriesRows
{
    private const string Score = "report.score";
    private const string PredictedLabel = "report.predicted_label";
    private const string Contributions = "report.contributions";
    private const string RowExcess = "report.row_excess";
    private const string Place = "report.place";
    private const string Expected = "report.expected";
    private const string Uncertainty = "report.uncertainty";

    private const double MicrosecondsPerSecond = 1e6;

    private readonly IDataView view;
    private readonly VaeReportOptions options;
    private readonly string[] channelColumns;
    private readonly SeriesColumns columns;
    private readonly VaeSegmentOptions segmentOptions;

    /// <summary>Matches the data with a model.</summary>
    /// <exception cref="ArgumentException">The data lacks a column.</exception>
    public SeriesRows(VaeModel model, IDataView view, VaeReportOptions options)
    {
        Model = model;
        this.view = view;
        this.options = options;
        var series = model.Manifest.Series!;
        channelColumns = options.FeatureColumnName is { } features ? [features] : [.. series.Channels];
        columns = SeriesColumns.Checked(
            "VaeReport",
            channelColumns,
            options.SeriesColumnName ?? series.SeriesColumn,
            options.TimestampColumnName ?? series.TimeColumn,
            nameof(options.FeatureColumnName)
        );
        var found = columns.FindIn(view.Schema);
        HasDates =
            columns.Timestamp is not null && found[^1].Type is DateTimeDataViewType or DateTimeOffsetDataViewType;
        segmentOptions = new()
        {
            ScoreColumnName = Score,
            PredictedLabelColumnName = PredictedLabel,
            ContributionsColumnName = Contributions,
            UsualContributions = series.UsualContributions,
            RowExcessColumnName = RowExcess,
            WindowLength = series.WindowLength,
            SeriesColumnName = columns.Series,
            TimestampColumnName = columns.Timestamp,
            LongestGap = series.LongestGap,
        };
    }

    public VaeModel Model { get; }

    /// <summary>Gets the name of the column that tells series apart; null where all rows are one series.</summary>
    public string? SeriesColumnName => columns.Series;

    /// <summary>Gets the name of the column with the time; null where rows are equally spaced.</summary>
    public string? TimestampColumnName => columns.Timestamp;

    /// <summary>Gets whether times are dates, as seconds since 1970.</summary>
    public bool HasDates { get; }

    /// <summary>Scores all rows.</summary>
    /// <exception cref="ArgumentException">The data lacks the column with the labels.</exception>
    /// <exception cref="InvalidOperationException">There are no rows, or they are not in the order of time.</exception>
    public SeriesScores ReadScores(CancellationToken cancellationToken)
    {
        var ml = new MLContext();
        VaeSeriesScoreOptions score = new()
        {
            SeriesColumnName = columns.Series,
            TimestampColumnName = columns.Timestamp,
            PredictedLabelColumnName = PredictedLabel,
            ContributionsColumnName = Contributions,
            RowExcessColumnName = RowExcess,
            PlaceColumnName = Place,
        };
        using var step = ml.Transforms.VaeScoreSeries(Score, channelColumns, Model, score).Fit(view);
        var labels = RowLabels.Find(view, options);
        var scored = step.Transform(view);
        var needed = SegmentsOfSeries.ColumnsIn(scored.Schema, segmentOptions);
        using var cursor = scored.GetRowCursor(
            needed
                .Append(scored.Schema[Place])
                .Concat(labels?.Columns.Select(column => scored.Schema[column.Name]) ?? [])
                .DistinctBy(c => c.Index)
        );
        using var reader = labels?.Read(cursor);
        return Read(cursor, needed, new(labels, options), reader, cancellationToken) with
        {
            Threshold = step.Threshold,
        };
    }

    /// <summary>Reads channels of some series, with the values that the model expects.</summary>
    /// <param name="chosen">The channels to read for each series, by the name of the series.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The curves in the order of the channels, by the name of the series. Those of counters are their increase since the row before.</returns>
    public IReadOnlyDictionary<string, SeriesCurve[]> ReadChannels(
        IReadOnlyDictionary<string, int[]> chosen,
        CancellationToken cancellationToken
    )
    {
        var curves = chosen.ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Select(_ => new SeriesCurve()).ToArray(),
            StringComparer.Ordinal
        );
        var windows = Model.Manifest.Series!;
        CounterOrigins counters = new(windows.Channels, windows.Counters, windows.LongestGap);
        VaeSeriesScoreOptions options = new()
        {
            SeriesColumnName = columns.Series,
            TimestampColumnName = columns.Timestamp,
            PredictedLabelColumnName = null,
            ExpectedColumnName = Expected,
            UncertaintyColumnName = Uncertainty,
        };
        using var step = new MLContext().Transforms.VaeScoreSeries(Score, channelColumns, Model, options).Fit(view);
        var rows = step.Transform(view);
        var found = columns.FindIn(rows.Schema);
        // Without the column of scores, the scorer does not run again.
        using var cursor = rows.GetRowCursor([.. found, rows.Schema[Expected], rows.Schema[Uncertainty]]);
        ChannelsReader channels = new(cursor, found[..channelColumns.Length]);
        ChannelsReader expected = new(cursor, [rows.Schema[Expected]]);
        ChannelsReader uncertainties = new(cursor, [rows.Schema[Uncertainty]]);
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var series = name().ToString();
            if (!curves.TryGetValue(series, out var ofSeries))
            {
                continue;
            }

            var values = channels.Read();
            var means = expected.Read();
            var deviations = uncertainties.Read();
            var origins = counters.Add(series, values, time());
            foreach (var (i, channel) in chosen[series].Index())
            {
                ofSeries[i]
                    .Add(
                        new(
                            row,
                            TimeOf(row, time()),
                            values[channel] - origins[channel],
                            means[channel] - origins[channel],
                            deviations[channel]
                        )
                    );
            }
        }

        return curves;
    }

    private SeriesScores Read(
        DataViewRowCursor cursor,
        DataViewSchema.Column[] needed,
        ScoreTally tally,
        RowLabels.Reader? labels,
        CancellationToken cancellationToken
    )
    {
        var getScore = cursor.GetGetter<float>(needed[0]);
        var getAbove = cursor.GetGetter<bool>(needed[1]);
        var place = CurrentValue.Of<long>(cursor, cursor.Schema[Place]);
        ChannelsReader channels = new(cursor, [needed[2]]);
        var usual = segmentOptions.UsualContributions ?? new float[channels.Width];
        var name = SeriesNameReader.Create(cursor, columns.Series);
        var time = TimestampReader.Create(cursor, columns.Timestamp);
        SegmentsOfSeries segments = new(cursor, segmentOptions);
        Dictionary<string, ScoredSeries> all = new(StringComparer.Ordinal);
        List<ScoredRow> normal = [];
        Dictionary<string, RowsAwayFromEvents<ScoredRow>> away = new(StringComparer.Ordinal);
        for (long row = 0; cursor.MoveNext(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (score, isAbove) = (0f, false);
            getScore(ref score);
            getAbove(ref isAbove);
            var isEvent = tally.Add(score, isAbove, float.NaN, labels?.At(row));
            var key = name().ToString();
            if (!all.TryGetValue(key, out var series))
            {
                all[key] = series = new(key, usual);
                away[key] = new(segmentOptions.WindowLength, KeepNormal);
            }

            series.Add(new(row, TimeOf(row, time()), score), isAbove, channels.Read(), isEvent == true);
            away[key].Add(place(), new(score, float.NaN, isEvent), isEvent == true);
            segments.AddRow();
        }

        segments.Finish();
        foreach (var rows in away.Values)
        {
            rows.Finish();
        }

        return new(tally.Summary(), [.. all.Values], segments.Segments) { NormalRows = normal };

        void KeepNormal(ScoredRow row)
        {
            if (row.IsAnomaly == false && float.IsFinite(row.Score))
            {
                normal.Add(row);
            }
        }
    }

    /// <summary>Returns a time as text: a date, with the fraction of its second if there is one, or the number as it is.</summary>
    public string TimeText(double time) =>
        HasDates
            // A double of seconds since 1970 is exact to less than a microsecond.
            ? DateText(DateTime.UnixEpoch.AddMicroseconds(Math.Round(time * MicrosecondsPerSecond)))
            : time.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Returns the number of a row in its file, from 1, behind the path of the file if there are several.</summary>
    /// <param name="row">The number of the row in the data, from 0.</param>
    public string RowText(long row)
    {
        var (path, number) = options.FindRow(row + 1);
        return path is null ? Figure.Count(number) : $"{path}, {Figure.Count(number)}";
    }

    /// <summary>Returns the number of a row on an axis, from 1: that in its file, or that in the data where there are several files.</summary>
    /// <param name="row">The number of the row in the data, from 0.</param>
    public long RowOnAxis(long row) => options.FindRow(row + 1) is (null, var number) ? number : row + 1;

    private static string DateText(DateTime date) =>
        date.ToString(
            (date.Microsecond, date.Millisecond) switch
            {
                (0, 0) => "yyyy-MM-dd HH:mm:ss",
                (0, _) => "yyyy-MM-dd HH:mm:ss.fff",
                _ => "yyyy-MM-dd HH:mm:ss.ffffff",
            },
            CultureInfo.InvariantCulture
        );

    private double TimeOf(long row, double time) => columns.Timestamp is null ? row : time;
}

/// <summary>The scores of the rows of time series.</summary>
/// <param name="Summary">The scores of all rows.</param>
/// <param name="Series">The series, in the order of their first rows.</param>
/// <param name="Segments">The segments of all series, in the order of their first rows.</param>
internal sealed record SeriesScores(
    ScoreSummary Summary,
    IReadOnlyList<ScoredSeries> Series,
    IReadOnlyList<VaeSegment> Segments
)
{
    /// <summary>Gets the score above which a row counts as an anomaly.</summary>
    public float Threshold { get; init; }

    /// <summary>Gets the rows that are labeled normal and have no labeled anomaly in their windows, with a finite score.</summary>
    public required IReadOnlyList<ScoredRow> NormalRows { get; init; }

    /// <summary>Gets the summary without the other normal rows, whose scores are those of anomalies, too; with all rows if no others are left.</summary>
    public ScoreSummary SummaryToJudge =>
        Summary.CanBeRanked && NormalRows.Count > 0
            ? Summary with
            {
                Rows = [.. Summary.Rows.Where(row => row.IsAnomaly == true), .. NormalRows],
            }
            : Summary;
}
