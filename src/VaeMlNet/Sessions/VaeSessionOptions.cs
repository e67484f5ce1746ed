using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Options for the ONNX Runtime sessions of a model: device, threads and memory.</summary>
/// <remarks>
/// Models with the same graphs and equal options share sessions. Delegates are equal if they call the same method of the same object. Thread
/// safety: immutable.
/// </remarks>
public sealed record VaeSessionOptions
{
    /// <summary>Gets the device to run on.</summary>
    /// <value>Default: <see cref="VaeDevice.Cpu"/>.</value>
    /// <remarks>Choose <see cref="VaeDevice.Auto"/> for programs that must run on machines with and without CUDA.</remarks>
    public VaeDevice Device { get; init; }

    /// <summary>Gets the number of threads that one run of the model uses on the CPU.</summary>
    /// <value>
    /// Default: null, which means 1; rows of several batches then have as many runs at the same time as there are processors. Range: 1 to 1,024.
    /// With a number, one run follows the other.
    /// </value>
    /// <remarks>
    /// Choose more threads for single rows, or few rows at a time, of a large model. Choose 1 if several threads of your own read at the same time, or to
    /// leave the other processors to other programs. Pipelines with <c>ApplyOnnxModel</c> of other models that <c>RestoreBatching</c> restores use as
    /// many threads as processors, at most 4, in one run by default.
    /// </remarks>
    public int? IntraOpThreadCount { get; init; }

    /// <summary>Gets whether the session keeps the memory of intermediate values for later runs.</summary>
    /// <value>Default: true, which is fastest. The session then keeps as much memory as its largest run needed.</value>
    /// <remarks>Choose false for a process with many open models, or with rare runs of very large batches.</remarks>
    public bool KeepMemory { get; init; } = true;

    /// <summary>Gets the largest number of bytes of the CUDA device's memory that the session uses for weights and intermediate values.</summary>
    /// <value>Default: null, which means all free memory. Range: 1 and up.</value>
    /// <remarks>
    /// Choose a limit if several programs share the device. A run that needs more memory fails with <see
    /// cref="VaeModelException"/>. Ignored on the CPU.
    /// </remarks>
    public long? GpuMemoryLimit { get; init; }

    /// <summary>Gets a method that changes ONNX Runtime's options of each session before it opens, for example to add an execution provider.</summary>
    /// <value>Default: null, which means no changes.</value>
    /// <remarks>
    /// <para>
    /// Set it for DirectML, CoreML, OpenVINO and other providers, or for entries of the configuration. It is called once for each session, which is
    /// opened when its graph is first needed, with the options that VaeMlNet has set. Providers that it adds come before that of <see
    /// cref="Device"/>, which runs the nodes that they do not support.
    /// </para>
    /// <para>
    /// Pass a static method, or a lambda that captures nothing: a lambda with captured variables is another delegate each time, and its sessions are
    /// not shared. Batches run one after the other, each with up to 4 threads unless <see cref="IntraOpThreadCount"/> says otherwise, because other
    /// providers, such as DirectML, may not allow two runs at the same time. For the same reason, do not call <c>VaeScorer.Score</c> or
    /// read several views at the same time with such a provider; with <c>maxBatchSize</c>, a scorer runs one batch at a time. An exception in the method
    /// becomes an <see cref="InvalidOperationException"/>, also with <see cref="VaeDevice.FallbackToCpu"/>.
    /// </para>
    /// </remarks>
    public Action<SessionOptions>? ConfigureSession { get; init; }
}
