namespace VaeMlNet;

/// <summary>Options for <c>VaeScore</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeScoreOptions : VaeStepOptions
{
    /// <summary>Gets the kind of score.</summary>
    /// <value>Default: <see cref="VaeScoreKind.NegativeElbo"/>.</value>
    /// <remarks>
    /// Choose <see cref="VaeScoreKind.MarginalLikelihood"/> for a more exact -log p(x), at the cost of <see cref="SampleCount"/> runs of the
    /// decoder. It has no contributions and no p-values, and a step with it cannot be saved.
    /// </remarks>
    public VaeScoreKind Kind { get; init; } = VaeScoreKind.NegativeElbo;

    /// <summary>Gets the number of samples of z for each row.</summary>
    /// <value>Default: 50. Range: 1 to 10,000.</value>
    /// <remarks>
    /// Choose more for a tighter estimate: the time grows in proportion, memory does not grow. Ignored unless <see cref="Kind"/> is <see
    /// cref="VaeScoreKind.MarginalLikelihood"/>.
    /// </remarks>
    public int SampleCount { get; init; } = 50;

    /// <summary>Gets the seed of the samples.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// The same seed gives the same scores, in batches of any size and in any order of the rows, except for rounding. Ignored unless <see
    /// cref="Kind"/> is <see cref="VaeScoreKind.MarginalLikelihood"/>.
    /// </remarks>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Gets the name of a column with each slot's contribution to the score: Vector&lt;Single, D&gt; in nats, with slot names.
    /// </summary>
    /// <value>Default: null, which means no such column.</value>
    /// <remarks>
    /// Set it to see which features make a row anomalous. The contributions add up to the score. For a reconstruction error,
    /// they are the terms of the slots. For a negative ELBO, each slot (for a table model, each slot with a value) also gets an
    /// equal share of the KL divergence, which belongs to the whole row. For a pseudo-likelihood, they are -log p of the cells given the others.
    /// Contributions of densities and of counts can be negative.
    /// </remarks>
    public string? ContributionsColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column with the reasons of the score in words, the most important first: Vector&lt;Text&gt; of up to three texts, such
    /// as "lat 23.8, usually -38 to -10" or "site north with mode 3: 2 of 1,400 rows".
    /// </summary>
    /// <value>Default: null, which means no such column. Must be null for <see cref="VaeScoreKind.MarginalLikelihood"/>.</value>
    /// <remarks>
    /// Set it to show people why a row is unusual; a member <c>string[]</c> reads it. Reasons are the columns that raise the score most above
    /// what they usually contribute, in the units of the data; a column of dates is one reason. They are empty for a row without an unusual
    /// column. A usual range contains all but one in 50 of the training values. The column costs about as much time as the score. It is computed
    /// only where it is read, and a step with it cannot be saved.
    /// </remarks>
    public string? ReasonsColumnName { get; init; }

    /// <summary>
    /// Gets the name of a Single column in (0, 1] with the row's p-value: the share of the n calibration rows of the training
    /// that score at least as high, counting the row itself, (1 + #{c &gt;= s}) / (n + 1).
    /// </summary>
    /// <value>Default: null, which means no such column. Must be null for a model folder without <c>calibration.json</c>.</value>
    /// <remarks>
    /// Set it to compare scores of different models, or to control the rate of false alarms. For a normal row, p is at most any
    /// a with a probability of at most a, if the calibration rows are normal rows that training did not learn from (conformal
    /// p-value: Vovk, Gammerman &amp; Shafer 2005; Bates et al. 2023, sec. 2). The lowest value is 1 / (n + 1). With more than
    /// 1,000 calibration rows, p can be up to 1 % too large, but never too small. Saved pipelines keep the column.
    /// </remarks>
    public string? PValueColumnName { get; init; }

    /// <summary>
    /// Gets the name of a column that is 1 in each cell of a category that the training data did not have, and 0 in others: Vector&lt;Single,
    /// S&gt; with slot names, like the contributions.
    /// </summary>
    /// <value>Default: null, which means no such column. Must be null for a model without key columns.</value>
    /// <remarks>
    /// Such a cell has a key above those of the model: the column's key values begin with the model's, in their order, and have more. A
    /// <c>MapValueToKey</c> that was fitted to the training data maps other texts to 0, a missing cell.
    /// </remarks>
    public string? UnseenColumnName { get; init; }

    /// <summary>Gets the name of the Boolean column that is true if the score is above the threshold.</summary>
    /// <value>Default: <c>PredictedLabel</c>, the name that ML.NET's evaluators expect. Null means no such column.</value>
    public string? PredictedLabelColumnName { get; init; } = "PredictedLabel";

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    /// <value>Default: null, which means the threshold for <see cref="Kind"/> in the model folder's manifest. Range: any number except NaN.</value>
    /// <remarks>
    /// Training computes no threshold for <see cref="VaeScoreKind.MarginalLikelihood"/>. Until <see cref="VaeScoreTransformer.FitThreshold"/> has
    /// computed one, the threshold for <see cref="VaeScoreKind.NegativeElbo"/> is used, which labels about, but not exactly, the same share;
    /// that of a model that learned to fill hidden cells labels another one.
    /// Set it to use a threshold that is not in the model folder. Ignored if <see cref="PredictedLabelColumnName"/> is null.
    /// </remarks>
    public float? Threshold { get; init; }
}
