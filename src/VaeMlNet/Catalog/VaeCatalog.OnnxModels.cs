using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Runs an ONNX model in batches, with the columns that ML.NET's <c>ApplyOnnxModel</c> gives row by row.</summary>
    /// <remarks>
    /// <para>
    /// Columns: as for <c>ApplyOnnxModel</c>, they have the names of the model's inputs and outputs, and an open first dimension
    /// counts as 1: float32 [N, 20] is a Vector&lt;Single, 1, 20&gt;. Inputs are scalars or vectors of known size, of numbers,
    /// Boolean or text; key columns feed unsigned integers.
    /// </para>
    /// <para>
    /// Batches: all inputs and outputs must have an open first dimension, and outputs no other open one, unless
    /// <see cref="ApplyOnnxModelBatchedOptions.ShapeDictionary"/> closes it. Other models run one row at a time, with a warning in
    /// <c>MLContext.Log</c>. A model may still mix the rows of a batch. Therefore four rows of the first batch, including its first
    /// and last, also run alone. If the results differ by more than 1e-3 of the row's largest value (at all, if the values are not
    /// floating-point numbers), rows run alone from then on, with a warning. Mixing that these rows do not show is not noticed.
    /// </para>
    /// <para>
    /// Files: external data is read from the model file's own folder only, never through a link. No library of custom operators
    /// is loaded; all operators that are part of ONNX Runtime are available.
    /// </para>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column types</term><description>As the model's inputs of the same names: scalars or vectors of known size, of numbers, Boolean, text, or keys for unsigned integers</description></item>
    /// <item><term>Output column types</term><description>As the model's outputs: vectors with the dimensions of one row, an open first dimension counted as 1</description></item>
    /// <item><term>Runs on</term><description>CPU, or CUDA where <see cref="ApplyOnnxModelBatchedOptions.GpuDeviceId"/> is set</description></item>
    /// <item><term>Saved as</term><description>ML.NET's ApplyOnnxModel: loads without VaeMlNet, then runs row by row; see <c>mlContext.Model.RestoreBatching</c></description></item>
    /// </list>
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="options">The model, its columns and shapes, the device, threads and the batch size.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="IOException">The file does not exist, or cannot be read.</exception>
    /// <exception cref="InvalidOperationException">
    /// The file is not an ONNX model, its external data cannot be read, or ML.NET has no column type for an element type.
    /// </exception>
    /// <exception cref="NotSupportedException">An output that becomes a column is not a tensor with dimensions.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, a required input is not named, an output column name occurs twice, or the options name no model or more
    /// than one.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The model has no input or output of that name, a shape does not fit the model, or an option is out of its range.
    /// </exception>
    /// <example><code>
    /// var options = new ApplyOnnxModelBatchedOptions { ModelFile = "resnet.onnx", BatchSize = 64 };
    /// var pipeline = mlContext.Transforms.ApplyOnnxModelBatched(options);
    /// </code></example>
    public static VaeEstimator<VaeTransformer> ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        ApplyOnnxModelBatchedOptions options
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(catalog);
        var model = options switch
        {
            { ModelBytes: null } => OnnxModelSource.FromFile(options.ModelFile, options.RecursionLimit),
            { ModelFile: null } => OnnxModelSource.FromStream(options.ModelBytes, options.RecursionLimit),
            _ => throw new ArgumentException(
                $"ApplyOnnxModelBatched was given a model twice: file '{options.ModelFile}', and a stream in ModelBytes. Set one of them.",
                nameof(options)
            ),
        };
        var columns = OnnxModelColumns.From(options.OutputColumns, options.InputColumns, options.ShapeDictionary);
        var settings = SessionSettings.From(
            options.GpuDeviceId is { } id ? VaeDevice.Cuda(id, options.FallbackToCpu) : VaeDevice.Cpu,
            options.IntraOpThreadCount,
            options.InterOpThreadCount
        );
        var batchSize = settings.BatchSize(options.BatchSize);
        var saved = new SavedModel
        {
            Model = Path.GetFileName(model.Name),
            Columns = columns,
            BatchSize = batchSize,
            RecursionLimit = options.RecursionLimit,
        };
        var step = OnnxModelStep.Create(model, columns, batchSize, settings);
        return new(
            MlNetInternals.GetEnvironment(catalog),
            step,
            (fitted, sessions) => new ApplyOnnxModelBatchedTransformer(fitted, sessions, saved)
        );
    }

    /// <summary>Runs an ONNX model on the CPU in batches, with all of its inputs and outputs as columns.</summary>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/remarks"/>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="modelFile">Path of the ONNX file. It is read now, and not again.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="ApplyOnnxModelBatched(TransformsCatalog, ApplyOnnxModelBatchedOptions)" path="/exception"/>
    public static VaeEstimator<VaeTransformer> ApplyOnnxModelBatched(
        this TransformsCatalog catalog,
        string modelFile
    ) => ApplyOnnxModelBatched(catalog, new ApplyOnnxModelBatchedOptions { ModelFile = modelFile });
}
