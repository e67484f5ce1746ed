using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The scores above which a row counts as an anomaly, for each kind of score, and how they were computed.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeThreshold
{
    /// <summary>The rule of <see cref="VaeThresholdOptions.Quantile"/>.</summary>
    public const string ByQuantile = "quantile";

    /// <summary>The rule of <see cref="VaeThresholdOptions.Contamination"/>.</summary>
    public const string ByContamination = "contamination";

    /// <summary>The rule of <see cref="VaeThresholdOptions.FalsePositiveRate"/>.</summary>
    public const string ByFalsePositiveRate = "false_positive_rate";

    /// <summary>The source of thresholds from the rows that were held out of the training.</summary>
    internal const string ValidationRows = "validation";

    /// <summary>The source of thresholds from the rows of the training.</summary>
    internal const string TrainingRows = "training";

    /// <summary>The source of thresholds from all rows, each scored by a network that had not learned from it.</summary>
    internal const string CrossValidatedRows = "cross-validation";

    /// <summary>The source of thresholds that were computed later from other rows.</summary>
    internal const string GivenRows = "given";

    /// <summary>
    /// Gets the rule: <see cref="ByQuantile"/>, <see cref="ByContamination"/> or <see cref="ByFalsePositiveRate"/>; null in
    /// older models.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>
    /// Gets the share of the rows that score at most the threshold, in (0, 1), such as 0.99. It is 1 minus the requested share
    /// of anomalies. For <see cref="ByFalsePositiveRate"/>, it is 1 minus the rate, or 1 - 1 / (n + 1) if n rows can give no lower rate.
    /// </summary>
    public required double Quantile { get; init; }

    /// <summary>Gets the threshold for <see cref="VaeScoreKind.NegativeElbo"/>, in nats.</summary>
    public required double NegativeElbo { get; init; }

    /// <summary>Gets the threshold for <see cref="VaeScoreKind.ReconstructionError"/>, in nats.</summary>
    public required double ReconstructionError { get; init; }

    /// <summary>
    /// Gets the threshold for <see cref="VaeScoreKind.MarginalLikelihood"/>, in nats; null if it was not computed. Training does not compute it;
    /// <see cref="VaeScoreTransformer.FitThreshold"/> of a step with this kind of score does.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MarginalLikelihood { get; init; }

    /// <summary>
    /// Gets the threshold for covering scores of time series, in nats; null except in the result of
    /// <c>VaeSeriesScoreTransformer.FitThresholds</c>. The threshold for causal scores is <see cref="ReconstructionError"/>. Manifests have it as
    /// <see cref="VaeSeries.CoveringThreshold"/>.
    /// </summary>
    [JsonIgnore]
    public double? Covering { get; init; }

    /// <summary>Gets the number of rows whose scores determined the thresholds.</summary>
    public required long Rows { get; init; }

    /// <summary>
    /// Gets the source of these rows: <c>validation</c>, <c>training</c>, <c>cross-validation</c> for all rows, each scored by a network that had not
    /// learned from it, or <c>given</c> if the thresholds were computed later.
    /// </summary>
    public required string Source { get; init; }

    internal double Value(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => NegativeElbo,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            // The negative ELBO is the score without samples that is nearest to this one.
            VaeScoreKind.MarginalLikelihood => MarginalLikelihood ?? NegativeElbo,
            _ => throw new ArgumentOutOfRangeException(
                nameof(kind),
                kind,
                "There is no threshold for this kind of score."
            ),
        };
}
