namespace VaeMlNet;

/// <summary>Options for <c>VaeSample</c>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeSampleOptions
{
    /// <summary>Gets the name of the column with the decoded rows: Vector&lt;Single, D&gt;.</summary>
    /// <value>
    /// Default: null, which means the name of the column that the model was trained on, or <c>Features</c> if it was trained on
    /// several columns. Must be null for table models of several columns, whose columns keep their names.
    /// </value>
    public string? OutputColumnName { get; init; }

    /// <summary>Gets the name of a column with the latents that the rows were decoded from: Vector&lt;Single, L&gt;.</summary>
    /// <value>Default: null, which means no such column.</value>
    public string? LatentColumnName { get; init; }

    /// <summary>Gets the distribution that latents are drawn from.</summary>
    /// <value>Default: <see cref="VaeLatentSampler.Prior"/>.</value>
    /// <remarks>
    /// Choose <see cref="VaeLatentSampler.Mixture"/> if draws from the prior decode to rows unlike the data. Ignored if latents
    /// are given.
    /// </remarks>
    public VaeLatentSampler Sampler { get; init; } = VaeLatentSampler.Prior;

    /// <summary>Gets whether rows are draws from p(x|z), or its means.</summary>
    /// <value>
    /// Default: null, which means draws for table models, and means for models of one feature column and for given latents, which
    /// have no seed.
    /// </value>
    public VaeSampleValues? Values { get; init; }

    /// <summary>
    /// Gets whether numbers of a table model that are outside the range of their column in the training data are moved to its
    /// smallest or largest value.
    /// </summary>
    /// <value>Default: true, because the noise of a likelihood has no bounds, and no age is below 0.</value>
    /// <remarks>
    /// Choose false to keep the tails of the likelihood. A vector column has one range for all its slots. Ignored by models of one
    /// feature column.
    /// </remarks>
    public bool ClampsToTrainingRange { get; init; } = true;

    /// <summary>Gets the number of rows in one run of the decoder.</summary>
    /// <value>Default: 256. Range: 1 and up.</value>
    /// <remarks>Larger batches are slightly faster per row and need more memory. Results do not depend on it, except for rounding.</remarks>
    public int BatchSize { get; init; } = 256;
}
