namespace VaeMlNet;

/// <summary>Options for <c>mlContext.Data.FindAnomalySegments</c>: the columns to read.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSegmentOptions
{
    /// <summary>Gets the name of the column of scores: Single.</summary>
    /// <value>Default: <c>Score</c>.</value>
    public string ScoreColumnName { get; init; } = "Score";

    /// <summary>Gets the name of the column that marks anomalous rows: Boolean.</summary>
    /// <value>Default: <c>PredictedLabel</c>.</value>
    public string PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>Gets the name of the column of the channels' contributions: Vector&lt;Single&gt; with slot names.</summary>
    /// <value>Default: null, which means that segments name no channels.</value>
    public string? ContributionsColumnName { get; init; }

    /// <summary>
    /// Gets the usual contribution of each channel in nats, such as <see cref="VaeSeries.UsualContributions"/> of <see cref="VaeSeriesScoreTransformer.Series"/>:
    /// float32 [C].
    /// </summary>
    /// <value>Default: null, which means 0 for each. Ignored without <see cref="ContributionsColumnName"/>.</value>
    /// <remarks>Set it: without it, the first channel of a small event is the one that always has the most noise.</remarks>
    public IReadOnlyList<float>? UsualContributions { get; init; }

    /// <summary>Gets the name of the column of <see cref="VaeSeriesScoreOptions.RowExcessColumnName"/>: Single.</summary>
    /// <value>Default: null, which means that segments are runs of anomalous rows.</value>
    /// <remarks>
    /// Anomalous rows are rows near an event, because the windows that contain them contain it. With this column, a segment ends with the event:
    /// it has the rows of a run that are unusual themselves, by at least 5 % of the highest excess within a window, and those between them. Pauses of
    /// more than a window divide it. A run without such rows remains as it is. docs/series-benchmark.md has the measurements.
    /// </remarks>
    public string? RowExcessColumnName { get; init; }

    /// <summary>Gets the number of rows in a window of the detector, such as that of <see cref="VaeSeriesScoreTransformer.Series"/>.</summary>
    /// <value>Default: 32. Range: 1 and up. Ignored without <see cref="RowExcessColumnName"/>.</value>
    public int WindowLength { get; init; } = 32;

    /// <summary>Gets the name of the column that tells several series apart: text, a key or an integer.</summary>
    /// <value>Default: null, which means that all rows are one series.</value>
    /// <remarks>The names of a key column with key values are their texts, and a missing key has the empty name.</remarks>
    public string? SeriesColumnName { get; init; }

    /// <summary>Gets the name of the column with the time of each row: DateTime, DateTimeOffset, TimeSpan or a number.</summary>
    /// <value>Default: null, which means that segments have no times.</value>
    public string? TimestampColumnName { get; init; }

    /// <summary>Gets the longest time between two rows of one segment, such as <see cref="VaeSeries.LongestGap"/>: in seconds for dates, otherwise in the unit of the column.</summary>
    /// <value>Default: null, which means any. Range: above 0. Ignored without <see cref="TimestampColumnName"/>.</value>
    /// <remarks>
    /// Set it to that of <see cref="VaeSeriesScoreTransformer.Series"/>: rows before and after a longer gap are in different windows. Without it, events on both sides of a gap are one segment, and a
    /// small event beside a much larger one on the other side is lost.
    /// </remarks>
    public double? LongestGap { get; init; }

    /// <summary>Gets the largest number of normal rows within a segment: shorter pauses do not divide it.</summary>
    /// <value>Default: 0. Range: 0 and up.</value>
    /// <remarks>Raise it if one event appears as several segments.</remarks>
    public int LongestPause { get; init; }
}
