namespace VaeMlNet;

/// <summary>Options for <c>VaeEncode</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeEncodeOptions : VaeStepOptions
{
    /// <summary>Gets the name of a second output column, which contains the log-variances of q(z|x): Vector&lt;Single, L&gt;.</summary>
    /// <value>Default: null, which means no such column. Must be null for models with categorical or vector-quantized latents, which have no log-variances.</value>
    public string? LogVarianceColumnName { get; init; }

    /// <summary>
    /// Gets the name of a further output column, which contains the codes of a model with vector-quantized latents: Vector&lt;Key&lt;UInt32, K&gt;,
    /// M&gt;.
    /// </summary>
    /// <value>Default: null, which means no such column. Must be null for models with other latents.</value>
    /// <remarks>Use it to treat a row as M categories, for example with <c>MapKeyToVector</c>.</remarks>
    public string? CodeColumnName { get; init; }
}
