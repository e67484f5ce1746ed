namespace VaeMlNet;

/// <summary>Scores above which a row counts as an anomaly: a quantile of the scores of normal rows.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeThreshold
{
    /// <summary>Share of the rows that score at most the threshold, in (0, 1), such as 0.99.</summary>
    public required double Quantile { get; init; }

    /// <summary>Threshold for <see cref="VaeScoreKind.NegativeElbo"/>, in nats.</summary>
    public required double NegativeElbo { get; init; }

    /// <summary>Threshold for <see cref="VaeScoreKind.ReconstructionError"/>, in nats.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>Number of rows that the quantile was taken over.</summary>
    public required long Rows { get; init; }

    /// <summary>Where these rows came from: <c>validation</c> or <c>training</c>.</summary>
    public required string Source { get; init; }
}
