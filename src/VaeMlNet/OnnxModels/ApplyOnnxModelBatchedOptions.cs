namespace VaeMlNet;

/// <summary>Settings of <c>ApplyOnnxModelBatched</c>.</summary>
/// <remarks>Read once, when the estimator is made. Not for concurrent change.</remarks>
public sealed class ApplyOnnxModelBatchedOptions : VaeStepOptions
{
    /// <summary>
    /// Nodes of the graph that may run side by side, each with threads of its own. Default: null, which means 1: one node after
    /// the other. Range: 1 and up.
    /// </summary>
    public int? InterOpThreadCount { get; set; }
}
