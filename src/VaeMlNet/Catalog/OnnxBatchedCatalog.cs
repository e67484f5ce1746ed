using Microsoft.ML.Transforms.Onnx;
using VaeMlNet;

namespace Microsoft.ML;

/// <summary><c>ApplyOnnxModel</c> in batches, on <c>mlContext.Transforms</c>, for any ONNX model.</summary>
/// <remarks>
/// The overloads are those of ML.NET's <c>ApplyOnnxModel</c>, with options for batches at the end. Errors are of the types that
/// ML.NET's own are; what it accepts and then cannot run (other widths, vectors of variable size, inputs without a column) is
/// refused here.
/// Thread safety: all members may be used from several threads at once.
/// </remarks>
public static partial class OnnxBatchedCatalog
{
    private const int DefaultRecursionLimit = 100;
    private const int DefaultBatchSize = 256;

    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, string, int?, bool, ApplyOnnxModelBatchedOptions?)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">ML.NET's own options: model file, columns, shapes, device and threads. Read now.</param>
    /// <param name="batchSize">Rows of one run of the model. Range: 1 and up.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidOperationException">It is no ONNX model, its external data cannot be read, or ML.NET has no columns of an element type.</exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is no tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">A name is empty, an input that the model needs is not named, or an output column name occurs twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The model has no input or output of a name, a shape does not fit, or an option is out of its range.</exception>
    public static ApplyOnnxModelBatchedEstimator ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        OnnxOptions options,
        int batchSize = DefaultBatchSize
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        return Create(
            catalog,
            OnnxModelSource.FromFile(options.ModelFile, options.RecursionLimit),
            options.RecursionLimit,
            OnnxModelColumns.From(options.OutputColumns ?? [], options.InputColumns ?? [], options.ShapeDictionary),
            new()
            {
                BatchSize = batchSize,
                IntraOpThreadCount = options.IntraOpNumThreads,
                InterOpThreadCount = options.InterOpNumThreads,
            },
            options.GpuDeviceId,
            options.FallbackToCpu
        );
    }

    private static ApplyOnnxModelBatchedEstimator Create(
        TransformsCatalog catalog,
        OnnxModelSource model,
        int recursionLimit,
        OnnxModelColumns columns,
        ApplyOnnxModelBatchedOptions? options,
        int? gpuDeviceId,
        bool fallbackToCpu
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var settings = SessionSettings.From(
            gpuDeviceId,
            fallbackToCpu,
            options.IntraOpThreadCount,
            options.InterOpThreadCount
        );
        var saved = new SavedModel
        {
            Model = Path.GetFileName(model.Name),
            Columns = columns,
            BatchSize = options.BatchSize,
            RecursionLimit = recursionLimit,
        };
        var step = OnnxModelStep.Create(model, columns, options.BatchSize, settings);
        return new(MlNetInternals.GetEnvironment(catalog), step, saved);
    }
}
