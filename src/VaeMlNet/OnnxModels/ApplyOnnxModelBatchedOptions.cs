namespace VaeMlNet;

/// <summary>Options for <c>ApplyOnnxModelBatched</c>: the model, its columns, the device, threads and the batch size.</summary>
/// <remarks>The options are read once, when the estimator is created.</remarks>
public sealed record ApplyOnnxModelBatchedOptions
{
    /// <summary>Gets the path of the ONNX file.</summary>
    /// <value>Default: null. Exactly one of <see cref="ModelFile"/> and <see cref="ModelBytes"/> must be set.</value>
    public string? ModelFile { get; init; }

    /// <summary>Gets a stream with the ONNX file, which is read to its end.</summary>
    /// <value>Default: null. Exactly one of <see cref="ModelFile"/> and <see cref="ModelBytes"/> must be set.</value>
    /// <remarks>
    /// The file must contain all its data, because a stream has no folder with external data. The caller must dispose the
    /// stream.
    /// </remarks>
    public Stream? ModelBytes { get; init; }

    /// <summary>Gets the inputs of the model to use. They are also the names of the columns that feed them.</summary>
    /// <value>Default: empty, which means all inputs.</value>
    public IReadOnlyList<string> InputColumns { get; init; } = [];

    /// <summary>Gets the outputs of the model to compute. They are also the names of the new columns.</summary>
    /// <value>Default: empty, which means all outputs.</value>
    public IReadOnlyList<string> OutputColumns { get; init; } = [];

    /// <summary>Gets sizes that replace open dimensions, by the name of the input or output.</summary>
    /// <value>Default: null, which means the dimensions of the model.</value>
    public IDictionary<string, int[]>? ShapeDictionary { get; init; }

    /// <summary>Gets the CUDA device to run on.</summary>
    /// <value>Default: null, which means the CPU. Range: 0 and up.</value>
    /// <remarks><c>MLContext.GpuDeviceId</c> is ignored: set the device here.</remarks>
    public int? GpuDeviceId { get; init; }

    /// <summary>
    /// Gets whether to run on the CPU, with one line in <c>MLContext.Log</c>, if the CUDA device cannot be used.
    /// </summary>
    /// <value>Default: false, which means an exception.</value>
    /// <remarks>Ignored if <see cref="GpuDeviceId"/> is null.</remarks>
    public bool FallbackToCpu { get; init; }

    /// <summary>Gets the deepest allowed nesting of messages in the ONNX file.</summary>
    /// <value>Default: 100. Range: 1 and up.</value>
    public int RecursionLimit { get; init; } = 100;

    /// <summary>Gets the number of rows in one run of the model.</summary>
    /// <value>Default: null, chosen by the device: 256 rows on the CPU, and 1,024 on CUDA. Range: 1 and up.</value>
    /// <remarks>
    /// Choose fewer rows for wide inputs, such as images. The results are the same for each batch size, except for rounding.
    /// </remarks>
    public int? BatchSize { get; init; }

    /// <summary>Gets the number of threads that one run uses on the CPU.</summary>
    /// <value>Default: null, which means the number of processors, at most 4. Range: 1 to 1,024.</value>
    /// <remarks>Choose 1 if several cursors or prediction engines run at the same time.</remarks>
    public int? IntraOpThreadCount { get; init; }

    /// <summary>Gets the number of nodes of the graph that may run at the same time. Each uses its own threads.</summary>
    /// <value>Default: null, which means 1: one node after the other. Range: 1 to 1,024.</value>
    /// <remarks>Choose more for graphs with independent branches.</remarks>
    public int? InterOpThreadCount { get; init; }
}
