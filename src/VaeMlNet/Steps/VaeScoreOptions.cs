namespace VaeMlNet;

/// <summary>Settings of <c>VaeScore</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class VaeScoreOptions : VaeStepOptions
{
    /// <summary>Gets or sets the kind of score. Default: <see cref="VaeScoreKind.NegativeElbo"/>.</summary>
    public VaeScoreKind Kind { get; set; } = VaeScoreKind.NegativeElbo;

    /// <summary>
    /// Name of a column with each slot's part of the score, Vector&lt;Single, D&gt; in nats with slot names, or null for none.
    /// Default: null. They add up to the score: of a reconstruction error they are the slots' own parts; of a negative ELBO each
    /// slot, of a table model each that has a value, also bears an equal share of the KL divergence, which belongs to the row as
    /// a whole. Those of densities and of counts may be negative.
    /// </summary>
    public string? ContributionsColumnName { get; set; }

    /// <summary>
    /// Name of a Single column in (0, 1] with the row's p-value, or null for none. Default: null. It is the share of the n
    /// calibration rows of training that score at least as high, the row itself counted with them: (1 + #{c &gt;= s}) / (n + 1).
    /// </summary>
    /// <remarks>
    /// For a normal row, p is at most any a with a probability of at most a, when the calibration rows are normal rows that
    /// training did not learn from (conformal p-value: Vovk, Gammerman &amp; Shafer 2005; Bates et al. 2023, sec. 2). The lowest is
    /// 1 / (n + 1). Of more than 1,000 calibration rows it can be up to 1 % of itself too large, never too small. A model that
    /// was written without <c>calibration.json</c> has none, which is an error. Saved pipelines keep it.
    /// </remarks>
    public string? PValueColumnName { get; set; }

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
