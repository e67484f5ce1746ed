namespace VaeMlNet;

/// <summary>Options for <c>VaeScoreSeries</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeSeriesScoreOptions : VaeStepOptions
{
    /// <summary>
    /// Gets whether the score of a row is causal: that of the window that ends with the row. It is known at once, and equals that of <see
    /// cref="VaeSeriesEngine"/>. In the first W - 1 rows of a series, the places before the first row are missing values.
    /// </summary>
    /// <value>
    /// Default: false, a covering score: the mean score of all full windows that contain the row. It is known W - 1 rows after the row. Rows of a
    /// series that is shorter than a window get the score of the rows so far.
    /// </value>
    /// <remarks>Choose true if scores must not depend on later rows, as in a stream.</remarks>
    public bool IsCausal { get; init; }

    /// <summary>Gets the name of a column that tells several series in one view apart: text, a key or an integer.</summary>
    /// <value>Default: null, which means that all rows are one series.</value>
    /// <remarks>The names of a key column with key values are their texts, and a missing key has the empty name.</remarks>
    public string? SeriesColumnName { get; init; }

    /// <summary>Gets the name of a column with the time of each row: DateTime, DateTimeOffset, TimeSpan or a number.</summary>
    /// <value>Default: null, which means that rows are equally spaced.</value>
    /// <remarks>Within a series, times must not decrease. A gap longer than <see cref="VaeSeries.LongestGap"/> begins a new window. For absent rows in shorter gaps, see <see cref="VaeSeries.FillsAbsentRows"/>.</remarks>
    public string? TimestampColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with each channel's contribution to the score: Vector&lt;Single, C&gt; in nats, with the channels' names.
    /// </summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>
    /// The contributions add up to the score. The channels that cause a high score are those that are most above <see cref="VaeSeries.UsualContributions"/>.
    /// </remarks>
    public string? ContributionsColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with the contribution of each channel in each row of the window: Vector&lt;Single, W · C&gt; in nats, with the
    /// slot names of the window.
    /// </summary>
    /// <value>Default: null, which means no such column. For <see cref="IsCausal"/> only.</value>
    public string? WindowContributionsColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with the value of each channel that the model expects in the row: Vector&lt;Single, C&gt; in the channels' units,
    /// with the channels' names.
    /// </summary>
    /// <value>Default: null, which means no such column, and that the decoder does not run.</value>
    /// <remarks>
    /// <see cref="IsCausal"/> decides which windows count. For covering scores, the value is the mean over all full windows
    /// that contain the row; in a series shorter than a window, that of its longest window. An expected value is near the channel's level in the
    /// window. It is at most 20 scales away from the channel's mean.
    /// </remarks>
    public string? ExpectedColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with the uncertainty of each expected value: its standard deviation as Vector&lt;Single, C&gt; in the channels'
    /// units, with the channels' names.
    /// </summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>
    /// The variance is the mean of the decoder's variances in the windows that count, plus the variance of the expected values between these
    /// windows. It is infinite for Student's t with 2 degrees of freedom or less.
    /// </remarks>
    public string? UncertaintyColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with the channels of the row, in which missing values (NaN) are filled with the expected ones: Vector&lt;Single,
    /// C&gt; with the channels' names.
    /// </summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>Other values are copied, bit for bit. No rows are added where rows are absent.</remarks>
    public string? FilledColumnName { get; init; }

    /// <summary>Gets the name of the Boolean column that is true if the score is above the threshold.</summary>
    /// <value>Default: <c>PredictedLabel</c>. Null means no such column.</value>
    public string? PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>
    /// Gets the name of a column with the distance of a row itself from the threshold, in nats: the score of a window of which every row
    /// contributes as much as this one, minus the threshold. Above 0, the row is unusual itself, and not only near an unusual one.
    /// </summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>
    /// The contribution is the mean over the windows that count for the score. <c>FindAnomalySegments</c> reads the column to end
    /// segments with the event.
    /// </remarks>
    public string? RowExcessColumnName { get; init; }

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    /// <value>Default: null, which means the model's threshold for causal or for covering scores. Range: any number except NaN.</value>
    public float? Threshold { get; init; }

    /// <summary>Gets the name of an Int64 column with the number of the row since its series began or was interrupted; null for none.</summary>
    internal string? PlaceColumnName { get; init; }
}
