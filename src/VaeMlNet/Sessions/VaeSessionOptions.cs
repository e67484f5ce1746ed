namespace VaeMlNet;

/// <summary>Where and with how many threads ONNX Runtime runs a model.</summary>
/// <remarks>Not for concurrent change; a model that was opened keeps the values it was opened with.</remarks>
public sealed class VaeSessionOptions
{
    /// <summary>CUDA device to run on, or null to run on the CPU. Default: null. Range: 0 and up.</summary>
    public int? GpuDeviceId { get; set; }

    /// <summary>Whether to run on the CPU when the CUDA device cannot be used, instead of failing. Default: false.</summary>
    /// <value>Ignored when <see cref="GpuDeviceId"/> is null.</value>
    public bool FallbackToCpu { get; set; }

    /// <summary>
    /// Threads that one run of the model uses on the CPU. Default: null, which means the number of processors, at most 4.
    /// Range: 1 and up. More threads make large batches faster; 1 is best when several cursors or engines run at once.
    /// </summary>
    public int? IntraOpThreadCount { get; set; }
}
