namespace VaeMlNet;

/// <summary>Settings of <c>VaeEncode</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class VaeEncodeOptions
{
    /// <summary>
    /// Name of a second output column with the log-variances of q(z|x), Vector&lt;Single, L&gt;, or null for none. Default: null.
    /// </summary>
    public string? LogVarianceColumnName { get; set; }

    /// <summary>
    /// Rows that one run of the model encodes. Default: 256. Range: 1 and up. Larger batches are a little faster per row and
    /// hold more rows in memory; results do not depend on it beyond rounding.
    /// </summary>
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// Threads that one run uses on the CPU. Default: null, which means the number of processors, at most 4. Range: 1 and up.
    /// </summary>
    public int? IntraOpThreadCount { get; set; }
}
