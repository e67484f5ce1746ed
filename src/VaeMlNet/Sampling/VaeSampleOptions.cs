namespace VaeMlNet;

/// <summary>Options for <c>VaeSample</c>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSampleOptions
{
    /// <summary>Gets the name of the column with the decoded rows: Vector&lt;Single, D&gt;.</summary>
    /// <value>
    /// Default: null, which means the name of the column that the model was trained on, or <c>Features</c> if it was trained on
    /// several columns. Must be null for table models of several columns, whose columns keep their names.
    /// </value>
    public string? OutputColumnName { get; init; }

    /// <summary>Gets the name of a column with the latents of the rows: Vector&lt;Single, L&gt;.</summary>
    /// <value>Default: null, which means no such column.</value>
    public string? LatentColumnName { get; init; }

    /// <summary>Gets the distribution from which latents are sampled.</summary>
    /// <value>Default: <see cref="VaeLatentSampler.Prior"/>.</value>
    /// <remarks>
    /// Choose <see cref="VaeLatentSampler.Mixture"/> if samples from the prior decode to rows that do not resemble the data.
    /// Ignored if latents are passed.
    /// </remarks>
    public VaeLatentSampler Sampler { get; init; } = VaeLatentSampler.Prior;

    /// <summary>Gets whether rows are samples from p(x|z), or its means.</summary>
    /// <value>
    /// Default: null, which means samples for table models, and means for models of one feature column. It also means means for
    /// latents that are passed, which have no seed.
    /// </value>
    public VaeSampleValues? Values { get; init; }

    /// <summary>Gets whether numbers of a table model are clamped to the range of their column in the training data.</summary>
    /// <value>Default: true, because the noise of a likelihood has no bounds, but an age is never below 0.</value>
    /// <remarks>
    /// Choose false to keep the tails of the likelihood. A vector column has one range for all its slots. Ignored by models of one
    /// feature column.
    /// </remarks>
    public bool ClampsToTrainingRange { get; init; } = true;

    /// <summary>Gets the number of rows in one run of the decoder.</summary>
    /// <value>Default: 256. Range: 1 and up.</value>
    /// <remarks>
    /// Larger batches are slightly faster per row and need more memory. The results are the same for each batch size, except
    /// for rounding.
    /// </remarks>
    public int BatchSize { get; init; } = 256;
}
