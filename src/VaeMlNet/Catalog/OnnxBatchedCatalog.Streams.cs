using VaeMlNet;

namespace Microsoft.ML;

/// <content>Models in streams.</content>
public static partial class OnnxBatchedCatalog
{
    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, ApplyOnnxModelBatchedOptions.DefaultRecursionLimit),
            new() { GpuDeviceId = gpuDeviceId, FallbackToCpu = fallbackToCpu }
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="shapeDictionary">Sizes that replace open dimensions, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, ApplyOnnxModelBatchedOptions.DefaultRecursionLimit),
            new()
            {
                ShapeDictionary = shapeDictionary,
                GpuDeviceId = gpuDeviceId,
                FallbackToCpu = fallbackToCpu,
            }
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Output of the model, and name of the new column.</param>
    /// <param name="inputColumnName">Input of the model, and name of the column that feeds it.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, ApplyOnnxModelBatchedOptions.DefaultRecursionLimit),
            new()
            {
                OutputColumns = [outputColumnName],
                InputColumns = [inputColumnName],
                GpuDeviceId = gpuDeviceId,
                FallbackToCpu = fallbackToCpu,
            }
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Output of the model, and name of the new column.</param>
    /// <param name="inputColumnName">Input of the model, and name of the column that feeds it.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="shapeDictionary">Sizes that replace open dimensions, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string outputColumnName,
        string inputColumnName,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, ApplyOnnxModelBatchedOptions.DefaultRecursionLimit),
            new()
            {
                OutputColumns = [outputColumnName],
                InputColumns = [inputColumnName],
                ShapeDictionary = shapeDictionary,
                GpuDeviceId = gpuDeviceId,
                FallbackToCpu = fallbackToCpu,
            }
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnNames">Outputs of the model, and names of the new columns. Empty means all.</param>
    /// <param name="inputColumnNames">Inputs of the model, and names of the columns that feed them. Empty means all.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, ApplyOnnxModelBatchedOptions.DefaultRecursionLimit),
            new()
            {
                OutputColumns = outputColumnNames,
                InputColumns = inputColumnNames,
                GpuDeviceId = gpuDeviceId,
                FallbackToCpu = fallbackToCpu,
            }
        );

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnNames">Outputs of the model, and names of the new columns. Empty means all.</param>
    /// <param name="inputColumnNames">Inputs of the model, and names of the columns that feed them. Empty means all.</param>
    /// <param name="modelBytes">The ONNX file, which is read to its end now. It must contain all its data.</param>
    /// <param name="shapeDictionary">Sizes that replace open dimensions, by the name of the input or output.</param>
    /// <param name="gpuDeviceId">
    /// CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is ignored: pass the device here.
    /// </param>
    /// <param name="fallbackToCpu">True to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <param name="recursionLimit">The deepest allowed nesting of the file's messages. Range: 1 and up.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string[] outputColumnNames,
        string[] inputColumnNames,
        Stream modelBytes,
        IDictionary<string, int[]>? shapeDictionary,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false,
        int recursionLimit = ApplyOnnxModelBatchedOptions.DefaultRecursionLimit
    ) =>
        Create(
            catalog,
            OnnxModelSource.FromStream(modelBytes, recursionLimit),
            new()
            {
                OutputColumns = outputColumnNames,
                InputColumns = inputColumnNames,
                ShapeDictionary = shapeDictionary,
                GpuDeviceId = gpuDeviceId,
                FallbackToCpu = fallbackToCpu,
                RecursionLimit = recursionLimit,
            }
        );
}
