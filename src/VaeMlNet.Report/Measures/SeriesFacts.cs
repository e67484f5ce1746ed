namespace VaeMlNet.Report;

/// <summary>The measurements of a report on time series.</summary>
internal sealed record SeriesFacts
{
    /// <summary>The largest number of series with a chart.</summary>
    public const int MostSeries = 4;

    /// <summary>The largest number of channels in a chart.</summary>
    public const int MostChannels = 5;

    public required SeriesRows Rows { get; init; }

    /// <summary>Gets the scores of all rows.</summary>
    public required SeriesScores Scores { get; init; }

    /// <summary>Gets the series with the highest peaks, and the channels of each that contribute most to its scores.</summary>
    public required IReadOnlyList<ShownSeries> Shown { get; init; }

    /// <summary>Gets the runs of rows that are labeled as anomalies, of all series; empty where labels do not mark anomalies.</summary>
    public IEnumerable<SeriesEvent> Events =>
        Scores.Summary.LabelsAreOfAnomalies ? Scores.Series.SelectMany(series => series.Events) : [];

    /// <summary>Gets the number of segments that contain no row that is labeled as an anomaly.</summary>
    public int SegmentsWithoutEvent
    {
        get
        {
            var events = Scores.Series.ToDictionary(series => series.Name, series => series.Events);
            return Scores.Segments.Count(segment =>
                !events[segment.Series].Any(e => e.First.Row <= segment.LastRow && e.Last.Row >= segment.FirstRow)
            );
        }
    }

    /// <summary>Reads the data and measures the model on it.</summary>
    /// <exception cref="InvalidOperationException">There are no rows, or they are not in the order of time.</exception>
    public static SeriesFacts Measure(SeriesRows rows, CancellationToken cancellationToken)
    {
        var scores = rows.ReadScores(cancellationToken);
        ScoredSeries[] highest = [.. scores.Series.OrderByDescending(series => series.PeakScore).Take(MostSeries)];
        var channels = highest.ToDictionary(
            series => series.Name,
            series => series.Channels.Take(MostChannels).ToArray(),
            StringComparer.Ordinal
        );
        var curves = rows.ReadChannels(channels, cancellationToken);
        var windows = rows.Model.Manifest.Series!;
        string[] names =
        [
            .. windows.Channels.Select(channel =>
                windows.IsCounter(channel) ? $"{channel}, increase from row to row" : channel
            ),
        ];
        return new()
        {
            Rows = rows,
            Scores = scores,
            Shown =
            [
                .. highest.Select(series => new ShownSeries(
                    series,
                    [.. channels[series.Name].Zip(curves[series.Name], (c, curve) => (names[c], curve))],
                    [.. scores.Segments.Where(segment => segment.Series == series.Name)]
                )),
            ],
        };
    }
}

/// <summary>A series with a chart.</summary>
/// <param name="Scored">The scores.</param>
/// <param name="Channels">The names and curves of the channels that contribute most, the largest contribution first.</param>
/// <param name="Segments">The segments of the series.</param>
internal sealed record ShownSeries(
    ScoredSeries Scored,
    IReadOnlyList<(string Name, SeriesCurve Curve)> Channels,
    IReadOnlyList<VaeSegment> Segments
);
