namespace VaeMlNet.Report;

/// <summary>The scores of the rows of one series.</summary>
/// <param name="name">The name of the series; empty where all rows are one series.</param>
/// <param name="usual">The usual contributions of the channels: float32 [C].</param>
internal sealed class ScoredSeries(string name, IReadOnlyList<float> usual)
{
    private readonly double[] contributions = new double[usual.Count];
    private readonly double[] contributionsAbove = new double[usual.Count];
    private readonly List<SeriesEvent> events = [];
    private bool isInEvent;

    /// <summary>Gets the name of the series; empty where all rows are one series.</summary>
    public string Name => name;

    /// <summary>Gets the number of rows.</summary>
    public long RowCount { get; private set; }

    /// <summary>Gets the number of rows above the threshold.</summary>
    public long AboveThreshold { get; private set; }

    /// <summary>Gets the highest finite score; negative infinity where there is none.</summary>
    public float PeakScore { get; private set; } = float.NegativeInfinity;

    public SeriesCurve Scores { get; } = new();

    /// <summary>Gets the runs of rows that are labeled as anomalies.</summary>
    public IReadOnlyList<SeriesEvent> Events => events;

    /// <summary>
    /// Gets the channels, those that contribute most above what is usual to the scores above the threshold first. Without such scores, all scores count.
    /// </summary>
    public IReadOnlyList<int> Channels =>
        [
            .. Enumerable
                .Range(0, usual.Count)
                .OrderByDescending(c => AboveThreshold > 0 ? contributionsAbove[c] : contributions[c]),
        ];

    /// <summary>Adds the next row.</summary>
    /// <param name="score">The score of the row.</param>
    /// <param name="isAbove">True if the score is above the threshold.</param>
    /// <param name="channels">The contributions of the channels.</param>
    /// <param name="isEvent">True if the row is labeled as an anomaly.</param>
    public void Add(SeriesPoint score, bool isAbove, ReadOnlySpan<float> channels, bool isEvent)
    {
        RowCount++;
        AboveThreshold += isAbove ? 1 : 0;
        PeakScore = float.IsFinite(score.Value) ? Math.Max(PeakScore, score.Value) : PeakScore;
        Scores.Add(score);
        for (var c = 0; c < contributions.Length; c++)
        {
            contributions[c] += channels[c] - usual[c];
            contributionsAbove[c] += isAbove ? channels[c] - usual[c] : 0;
        }

        if (isEvent && isInEvent)
        {
            events[^1] = events[^1] with { Last = score, IsFound = events[^1].IsFound || isAbove };
        }
        else if (isEvent)
        {
            events.Add(new(score, score, isAbove));
        }

        isInEvent = isEvent;
    }
}

/// <summary>A run of rows of a series that are labeled as anomalies.</summary>
/// <param name="First">The first row.</param>
/// <param name="Last">The last row.</param>
/// <param name="IsFound">True if the score of one of the rows is above the threshold.</param>
internal readonly record struct SeriesEvent(SeriesPoint First, SeriesPoint Last, bool IsFound);
