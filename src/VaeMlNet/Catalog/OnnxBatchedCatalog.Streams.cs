using VaeMlNet;

namespace Microsoft.ML;

/// <content>Models in streams.</content>
public static partial class OnnxBatchedCatalog
{
    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, DefaultRecursionLimit),
            DefaultRecursionLimit,
            OnnxModelColumns.From([], [], null),
            options,
            gpuDeviceId,
            fallbackToCpu
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, DefaultRecursionLimit),
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
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, DefaultRecursionLimit),
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
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, DefaultRecursionLimit),
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
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, DefaultRecursionLimit),
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
    /// <param name="modelBytes">The ONNX file, read to its end now. It holds all its data itself.</param>
    /// <param name="shapeDictionary">Dimensions to use instead of open ones, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="recursionLimit">Deepest nesting of the file's messages. Range: 1 and up.</param>
    /// <param name="options">Batch size and threads. Default: see <see cref="ApplyOnnxModelBatchedOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, or an input that the model needs is not named. An output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name. A shape does not fit the model's. An option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = DefaultRecursionLimit,
        ApplyOnnxModelBatchedOptions? options = null
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, recursionLimit),
            recursionLimit,
            OnnxModelColumns.From(outputColumnNames, inputColumnNames, shapeDictionary),
            options,
            gpuDeviceId,
            fallbackToCpu
        );
}
