namespace VaeMlNet;

/// <summary>An event of one series, from a run of anomalous rows; see <c>mlContext.Data.FindAnomalySegments</c>. Row numbers count from 0.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSegment
{
    /// <summary>Gets the name of the series; empty without a column of series.</summary>
    public required string Series { get; init; }

    /// <summary>Gets the number of the first row in the view.</summary>
    public required long FirstRow { get; init; }

    /// <summary>Gets the number of the last row in the view.</summary>
    public required long LastRow { get; init; }

    /// <summary>Gets the number of anomalous rows of the series in the segment.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the number of the row with the highest score.</summary>
    public required long PeakRow { get; init; }

    /// <summary>Gets the highest score, in nats.</summary>
    public required float PeakScore { get; init; }

    /// <summary>Gets the time of the first row; null without a timestamp column. Seconds since 1970 for dates, otherwise the column's unit.</summary>
    public double? FirstTime { get; init; }

    /// <summary>Gets the time of the last row, in the unit of <see cref="FirstTime"/>.</summary>
    public double? LastTime { get; init; }

    /// <summary>Gets the time of the row with the highest score, in the unit of <see cref="FirstTime"/>.</summary>
    public double? PeakTime { get; init; }

    /// <summary>
    /// Gets the channels that contribute more than usual to the highest score, with the difference in nats, the largest first; empty without contributions. If
    /// none does, there is only the first. The other rows of a long segment say little about its cause.
    /// </summary>
    /// <remarks>
    /// <see cref="VaeSegmentOptions.UsualContributions"/> says what is usual.
    /// </remarks>
    public IReadOnlyList<KeyValuePair<string, float>> Channels { get; init; } = [];
}
