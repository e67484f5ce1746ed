namespace VaeMlNet;

/// <summary>What a model remembers of the rows it was trained on. Part of a checkpoint.</summary>
internal sealed record TrainingDataSummary
{
    /// <summary>The number of training rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>The number of validation rows; 0 when there were none.</summary>
    public required long ValidationRowCount { get; init; }

    /// <summary>The smallest training value.</summary>
    public required float Minimum { get; init; }

    /// <summary>The largest training value.</summary>
    public required float Maximum { get; init; }

    /// <summary>The anomaly thresholds.</summary>
    public required VaeThreshold Threshold { get; init; }
}
