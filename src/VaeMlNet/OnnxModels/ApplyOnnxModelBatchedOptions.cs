namespace VaeMlNet;

/// <summary>Settings of <c>ApplyOnnxModelBatched</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class ApplyOnnxModelBatchedOptions : VaeStepOptions
{
    /// <summary>
    /// Threads that run nodes of the graph side by side, beside the threads that each node uses. Default: null, which runs one
    /// node after the other. Range: 1 and up; 1 is the default too.
    /// </summary>
    public int? InterOpThreadCount { get; set; }
}
