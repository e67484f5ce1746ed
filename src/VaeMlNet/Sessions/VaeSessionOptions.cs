namespace VaeMlNet;

/// <summary>Where, with how many threads and in what memory ONNX Runtime runs a model.</summary>
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
    /// Range: 1 and up. More threads make large batches faster; 1 is best when several cursors or engines run at once, and for
    /// single rows of a small model: waking a second thread costs more than it does.
    /// </summary>
    public int? IntraOpThreadCount { get; set; }

    /// <summary>
    /// Whether the session keeps the memory that a run's intermediate values took, for later runs. Default: true, which is best
    /// for batches and for single rows alike: it holds as much as the largest run needed. False returns it to the system
    /// after each run: for a process that holds many models, or seldom runs very large batches.
    /// </summary>
    public bool KeepMemory { get; set; } = true;

    /// <summary>
    /// Bytes that the session may take of the CUDA device's memory for weights and intermediate values. Default: null, which
    /// means all that is free. Range: 1 and up. A run that needs more fails with <see cref="VaeModelException"/>.
    /// </summary>
    /// <value>Ignored when <see cref="GpuDeviceId"/> is null.</value>
    public long? GpuMemoryLimit { get; set; }
}
