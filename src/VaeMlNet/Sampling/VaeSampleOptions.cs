namespace VaeMlNet;

/// <summary>Settings of <c>VaeSample</c>.</summary>
/// <remarks>Read once, when the view is made. Not for concurrent change.</remarks>
public sealed class VaeSampleOptions
{
    /// <summary>
    /// Name of the column with the decoded rows, Vector&lt;Single, D&gt;. Default: null, which means the name of the column that
    /// the model was trained on, or <c>Features</c> when it was trained on several. Rows of a table model of several columns
    /// keep their names: it must be null there.
    /// </summary>
    public string? OutputColumnName { get; set; }

    /// <summary>
    /// Name of a column with the latents that the rows were decoded from, Vector&lt;Single, L&gt;, or null for none.
    /// Default: null.
    /// </summary>
    public string? LatentColumnName { get; set; }

    /// <summary>
    /// What latents are drawn from. Default: <see cref="VaeLatentSampler.Prior"/>. Ignored where the latents are given.
    /// </summary>
    public VaeLatentSampler Sampler { get; set; } = VaeLatentSampler.Prior;

    /// <summary>
    /// Gets or sets the values of the rows. Default: null, which means draws from p(x|z) for table models, and means for models of one feature
    /// column and where the latents are given, for which there is no seed.
    /// </summary>
    public VaeSampleValues? Values { get; set; }

    /// <summary>
    /// Whether numbers of a table model are moved to the smallest or largest value of their column in the training data where
    /// they are beyond it. Default: true: the noise of a likelihood knows no bounds, and no age is below 0. False leaves the
    /// tails as the likelihood has them. A vector column has one range for all its slots. Ignored by other models.
    /// </summary>
    public bool ClampsToTrainingRange { get; set; } = true;

    /// <summary>
    /// Rows of one run of the decoder. Default: 256. Range: 1 and up. Larger batches are a little faster per row and hold more
    /// rows in memory; results do not depend on it beyond rounding.
    /// </summary>
    public int BatchSize { get; set; } = 256;
}
