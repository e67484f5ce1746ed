namespace VaeMlNet;

/// <summary>Settings of <c>VaeScore</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class VaeScoreOptions : VaeStepOptions
{
    /// <summary>What the score measures. Default: <see cref="VaeScoreKind.NegativeElbo"/>.</summary>
    public VaeScoreKind Kind { get; set; } = VaeScoreKind.NegativeElbo;

    /// <summary>
    /// Name of a column with each slot's part of the score, Vector&lt;Single, D&gt; in nats with slot names, or null for none.
    /// Default: null. They add up to the score: of a reconstruction error they are the slots' own parts; of a negative ELBO each
    /// slot, of a table model each that has a value, also bears an equal share of the KL divergence, which belongs to the row as
    /// a whole. Those of densities and of counts may be negative.
    /// </summary>
    public string? ContributionsColumnName { get; set; }

    /// <summary>
    /// Name of the Boolean column that says whether the score is above the threshold, or null for none.
    /// Default: <c>PredictedLabel</c>, the name that ML.NET's evaluators look for.
    /// </summary>
    public string? PredictedLabelColumnName { get; set; } = "PredictedLabel";

    /// <summary>
    /// Score in nats above which a row counts as an anomaly. Default: null, which means the manifest's threshold for
    /// <see cref="Kind"/>. Range: any number but NaN.
    /// </summary>
    public float? Threshold { get; set; }
}
