namespace VaeMlNet;

/// <summary>Settings of <c>VaeScore</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class VaeScoreOptions : VaeStepOptions
{
    /// <summary>What the score measures. Default: <see cref="VaeScoreKind.NegativeElbo"/>.</summary>
    public VaeScoreKind Kind { get; set; } = VaeScoreKind.NegativeElbo;

    /// <summary>
    /// Name of a column with each slot's part of the reconstruction error, Vector&lt;Single, D&gt; in nats with the input's slot
    /// names, or null for none. Default: null. They add up to the error; those of densities and of counts may be negative.
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
