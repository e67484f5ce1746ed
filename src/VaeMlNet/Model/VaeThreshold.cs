using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Scores above which a row counts as an anomaly, for either kind of score, and how they came about.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeThreshold
{
    /// <summary>Rule of <see cref="VaeThresholdOptions.Quantile"/>.</summary>
    public const string ByQuantile = "quantile";

    /// <summary>Rule of <see cref="VaeThresholdOptions.Contamination"/>.</summary>
    public const string ByContamination = "contamination";

    /// <summary>Rule of <see cref="VaeThresholdOptions.FalsePositiveRate"/>.</summary>
    public const string ByFalsePositiveRate = "false_positive_rate";

    /// <summary>The source of thresholds that were set later from other rows.</summary>
    internal const string GivenRows = "given";

    /// <summary>
    /// <see cref="ByQuantile"/>, <see cref="ByContamination"/> or <see cref="ByFalsePositiveRate"/>; null in older models.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>
    /// Share of the rows that score at most the threshold, in (0, 1), such as 0.99; 1 - the share that was asked to be above.
    /// </summary>
    public required double Quantile { get; init; }

    /// <summary>Threshold for <see cref="VaeScoreKind.NegativeElbo"/>, in nats.</summary>
    public required double NegativeElbo { get; init; }

    /// <summary>Threshold for <see cref="VaeScoreKind.ReconstructionError"/>, in nats.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>Number of rows whose scores it was taken from.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Where these rows came from: <c>validation</c> or <c>training</c>, or <c>given</c> when it was set anew later.
    /// </summary>
    public required string Source { get; init; }

    /// <summary>The threshold for a kind of score.</summary>
    internal double Value(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => NegativeElbo,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            _ => throw new ArgumentOutOfRangeException(
                nameof(kind),
                kind,
                "There is no threshold for this kind of score."
            ),
        };

    /// <summary>Sets the thresholds of all kinds by a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="scores">The finite scores of at least one row.</param>
    /// <param name="source">The value of <see cref="Source"/>.</param>
    internal static VaeThreshold Fit(ThresholdRule rule, ScoresByKind scores, string source) =>
        new()
        {
            Rule = rule.Name,
            Quantile = rule.Quantile,
            NegativeElbo = rule.Apply(scores[VaeScoreKind.NegativeElbo]),
            ReconstructionError = rule.Apply(scores[VaeScoreKind.ReconstructionError]),
            Rows = scores.RowCount,
            Source = source,
        };
}
