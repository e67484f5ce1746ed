namespace VaeMlNet.Cli;

/// <summary>What scoring a whole file came to. Its size does not depend on the number of rows.</summary>
internal sealed record ScoredFile
{
    /// <summary>Rows whose scores are kept, for histogram, ranking and calibration.</summary>
    public const int LargestSample = 200_000;

    /// <summary>Number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Rows above the model's threshold.</summary>
    public required long AboveThreshold { get; init; }

    /// <summary>Rows whose score is no finite number; they are in no chart.</summary>
    public required long NotFinite { get; init; }

    /// <summary>Mean of the finite scores.</summary>
    public required double MeanScore { get; init; }

    /// <summary>All rows with a finite score, or a uniform sample of <see cref="LargestSample"/> of them.</summary>
    public required IReadOnlyList<ScoredRow> Sample { get; init; }

    /// <summary>Numbers of the rows to look at closely, a uniform sample, in rising order.</summary>
    public required IReadOnlyList<long> Chosen { get; init; }

    /// <summary>The rows with the highest scores, highest first.</summary>
    public required IReadOnlyList<ScoredRow> Top { get; init; }

    /// <summary>What the labels are called; null without labels.</summary>
    public string? LabelName { get; init; }

    /// <summary>Whether every label says whether its row is an anomaly.</summary>
    public bool LabelsAreOfAnomalies { get; init; }

    /// <summary>Rows labelled as anomalies.</summary>
    public long Anomalies { get; init; }

    /// <summary>Whether the sample is all there is.</summary>
    public bool IsWhole => Sample.Count + NotFinite == RowCount;

    /// <summary>Whether a ranking can be judged: rows of both kinds.</summary>
    public bool CanBeRanked =>
        LabelsAreOfAnomalies && Sample.Any(row => row.IsAnomaly == true) && Sample.Any(row => row.IsAnomaly == false);
}
