using VaeMlNet;

namespace Microsoft.ML;

/// <content>Models in files.</content>
public static partial class OnnxBatchedCatalog
{
    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <remarks>
    /// <para>
    /// Columns: as for <c>ApplyOnnxModel</c>, they are called as the model's inputs and outputs are, and an open first dimension
    /// counts as 1: float32 [N, 20] is a Vector&lt;Single, 1, 20&gt;. Inputs are scalars or vectors of known size, of numbers,
    /// Boolean or text; key columns feed unsigned integers.
    /// </para>
    /// <para>
    /// Batches: all inputs and outputs must have an open first dimension, and outputs no other open one, unless
    /// <c>shapeDictionary</c> closes it. Other models run one row at a time, with a warning in <c>MLContext.Log</c>. A model may
    /// still mix the rows of a batch: four rows of the first batch, its first and last among them, are therefore run alone as
    /// well, and where they differ by more than 1e-3 of the row's largest value (at all, where the values are no floating-point
    /// numbers) rows are run alone from then on, with a warning. Mixing that these rows do not show is not noticed.
    /// </para>
    /// <para>
    /// Files: external data is read from the model file's own folder only, never through a link. No library of custom operators
    /// is loaded; operators that ONNX Runtime brings along are all there.
    /// </para>
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var pipeline = mlContext.Transforms.ApplyOnnxModelBatched("resnet.onnx", options: new() { BatchSize = 64 });
    /// </code></example>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From([], [], null),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string modelFile,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From([], [], shapeDictionary),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Output of the model, and name of the new column.</param>
    /// <param name="inputColumnName">Input of the model, and name of the column that feeds it.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From([outputColumnName], [inputColumnName], null),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Output of the model, and name of the new column.</param>
    /// <param name="inputColumnName">Input of the model, and name of the column that feeds it.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        string modelFile,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From([outputColumnName], [inputColumnName], shapeDictionary),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnNames">Outputs of the model, and names of the new columns. Empty means all.</param>
    /// <param name="inputColumnNames">Inputs of the model, and names of the columns that feed them. Empty means all.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From(outputColumnNames, inputColumnNames, null),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnNames">Outputs of the model, and names of the new columns. Empty means all.</param>
    /// <param name="inputColumnNames">Inputs of the model, and names of the columns that feed them. Empty means all.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="recursionLimit">Deepest nesting of the file's messages. Range: 1 and up.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        string modelFile,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = DefaultRecursionLimit,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromFile(modelFile, recursionLimit),
            recursionLimit,
            OnnxModelColumns.From(outputColumnNames, inputColumnNames, shapeDictionary),
            options,
            gpuDeviceId,
            fallbackToCpu
        );
}
