namespace VaeMlNet;

/// <summary>Options for <c>VaeEncode</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeEncodeOptions : VaeStepOptions
{
    /// <summary>Gets the name of a second output column, which contains the log-variances of q(z|x): Vector&lt;Single, L&gt;.</summary>
    /// <value>Default: null, which means no such column. Must be null for models with categorical latents, which have no log-variances.</value>
    public string? LogVarianceColumnName { get; init; }
}
