namespace VaeMlNet.Report;

/// <summary>The scores of all rows, and a summary of them.</summary>
internal sealed record ScoreSummary
{
    /// <summary>Gets the number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the number of rows above the model's threshold.</summary>
    public required long AboveThreshold { get; init; }

    /// <summary>Gets the number of rows whose score is not finite. No chart shows them.</summary>
    public required long NotFinite { get; init; }

    /// <summary>Gets the mean of the finite scores.</summary>
    public required double MeanScore { get; init; }

    /// <summary>Gets all rows with a finite score.</summary>
    public required IReadOnlyList<ScoredRow> Rows { get; init; }

    /// <summary>Gets the numbers of the rows on the latent map, a uniform sample, in rising order.</summary>
    public required IReadOnlyList<long> Chosen { get; init; }

    /// <summary>Gets the numbers of the rows with the highest scores, from 0, and their scores, highest first.</summary>
    public required IReadOnlyList<(long Row, float Score)> Top { get; init; }

    /// <summary>Gets the name of the labels; null without labels.</summary>
    public string? LabelName { get; init; }

    /// <summary>Gets whether every label marks its row as an anomaly or as normal.</summary>
    public bool LabelsAreOfAnomalies { get; init; }

    /// <summary>Gets the number of rows that are labeled as anomalies.</summary>
    public long Anomalies { get; init; }

    /// <summary>Gets the share of rows above the model's threshold.</summary>
    public double ShareAboveThreshold => (double)AboveThreshold / RowCount;

    /// <summary>Gets whether the ranking can be measured, because there are both anomalies and normal rows.</summary>
    public bool CanBeRanked =>
        LabelsAreOfAnomalies && Rows.Any(row => row.IsAnomaly == true) && Rows.Any(row => row.IsAnomaly == false);

    /// <summary>Gets the rows that should be like the training data: without those that are labeled as anomalies.</summary>
    public IEnumerable<ScoredRow> NormalRows => CanBeRanked ? Rows.Where(row => row.IsAnomaly == false) : Rows;

    /// <summary>Ranks the rows by their scores. Returns null where the ranking cannot be measured.</summary>
    public RankingCurve? Rank() =>
        CanBeRanked ? new([.. Rows.Select(row => row.Score)], [.. Rows.Select(row => row.IsAnomaly == true)]) : null;
}
