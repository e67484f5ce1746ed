namespace VaeMlNet.Report;

/// <summary>A summary of the scores of all rows. Its size does not depend on the number of rows.</summary>
internal sealed record ScoreSummary
{
    /// <summary>
    /// The largest number of scores that are kept for the histogram, the ranking and the calibration.
    /// </summary>
    public const int LargestSample = 200_000;

    /// <summary>Gets the number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the number of rows above the model's threshold.</summary>
    public required long AboveThreshold { get; init; }

    /// <summary>Gets the number of rows whose score is not finite. No chart shows them.</summary>
    public required long NotFinite { get; init; }

    /// <summary>Gets the mean of the finite scores.</summary>
    public required double MeanScore { get; init; }

    /// <summary>Gets all rows with a finite score, or a uniform sample of <see cref="LargestSample"/> of them.</summary>
    public required IReadOnlyList<ScoredRow> Sample { get; init; }

    /// <summary>Gets the numbers of the rows on the latent map, a uniform sample, in rising order.</summary>
    public required IReadOnlyList<long> Chosen { get; init; }

    /// <summary>Gets the rows with the highest scores, highest first.</summary>
    public required IReadOnlyList<ScoredRow> Top { get; init; }

    /// <summary>Gets the name of the labels; null without labels.</summary>
    public string? LabelName { get; init; }

    /// <summary>Gets whether every label marks its row as an anomaly or as normal.</summary>
    public bool LabelsAreOfAnomalies { get; init; }

    /// <summary>Gets the number of rows that are labeled as anomalies.</summary>
    public long Anomalies { get; init; }

    /// <summary>Gets the share of rows above the model's threshold.</summary>
    public double ShareAboveThreshold => (double)AboveThreshold / RowCount;

    /// <summary>Gets whether the sample contains all rows with a finite score.</summary>
    public bool IsWhole => Sample.Count + NotFinite == RowCount;

    /// <summary>
    /// Gets whether the ranking can be measured, because the sample contains both anomalies and normal rows.
    /// </summary>
    public bool CanBeRanked =>
        LabelsAreOfAnomalies && Sample.Any(row => row.IsAnomaly == true) && Sample.Any(row => row.IsAnomaly == false);

    /// <summary>Ranks the rows by their scores. Returns null where the ranking cannot be measured.</summary>
    public RankingCurve? Rank() =>
        CanBeRanked
            ? new([.. Sample.Select(row => row.Score)], [.. Sample.Select(row => row.IsAnomaly == true)])
            : null;
}
