namespace VaeMlNet;

/// <summary>Settings of <c>VaeEncode</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class VaeEncodeOptions : VaeStepOptions
{
    /// <summary>
    /// Name of a second output column with the log-variances of q(z|x), Vector&lt;Single, L&gt;, or null for none. Default: null.
    /// Categorical latents have none, and refuse it.
    /// </summary>
    public string? LogVarianceColumnName { get; set; }
}
