namespace VaeMlNet;

/// <summary>Options for <c>VaeScore</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeScoreOptions : VaeStepOptions
{
    /// <summary>Gets what the score measures.</summary>
    /// <value>Default: <see cref="VaeScoreKind.NegativeElbo"/>.</value>
    public VaeScoreKind Kind { get; init; } = VaeScoreKind.NegativeElbo;

    /// <summary>Gets the name of a column with each slot's part of the score: Vector&lt;Single, D&gt; in nats, with slot names.</summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>
    /// The contributions add up to the score. For a reconstruction error they are the slots' own parts. For a negative ELBO each
    /// slot (of a table model: each slot that has a value) also has an equal share of the KL divergence, which belongs to the row
    /// as a whole. Contributions of densities and of counts may be negative.
    /// </remarks>
    public string? ContributionsColumnName { get; init; }

    /// <summary>
    /// Gets the name of a Single column in (0, 1] with the row's p-value: the share of the n calibration rows of training that
    /// score at least as high, including the row itself, (1 + #{c &gt;= s}) / (n + 1).
    /// </summary>
    /// <value>Default: null, which means no such column. Must be null for a model folder without <c>calibration.json</c>.</value>
    /// <remarks>
    /// For a normal row, p is at most any a with a probability of at most a, if the calibration rows are normal rows that
    /// training did not learn from (conformal p-value: Vovk, Gammerman &amp; Shafer 2005; Bates et al. 2023, sec. 2). The lowest is
    /// 1 / (n + 1). With more than 1,000 calibration rows it can be up to 1 % of itself too large, never too small. Saved
    /// pipelines keep the column.
    /// </remarks>
    public string? PValueColumnName { get; init; }

    /// <summary>Gets the name of the Boolean column that says whether the score is above the threshold.</summary>
    /// <value>Default: <c>PredictedLabel</c>, the name that ML.NET's evaluators expect. Null means no such column.</value>
    public string? PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    /// <value>Default: null, which means the threshold for <see cref="Kind"/> in the model folder's manifest. Range: any number except NaN.</value>
    /// <remarks>Ignored if <see cref="PredictedLabelColumnName"/> is null.</remarks>
    public float? Threshold { get; init; }
}
