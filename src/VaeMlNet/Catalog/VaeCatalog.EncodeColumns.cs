using Microsoft.ML.Data;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Encodes several columns with one ready model, each into a column of its own.</summary>
    /// <remarks>
    /// One step per pair, which share the model's session. A pair must not read what a pair before it writes.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="columns">Output and input column of every step: Vector&lt;Single, L&gt; from Vector&lt;Single, D&gt;, dense or sparse.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/mnist</c>.</param>
    /// <param name="options">Batch size, threads, log-variances of every step. Default: see <see cref="VaeEncodeOptions"/>. <see cref="VaeEncodeOptions.LogVarianceColumnName"/> names one column, and so is for one pair only.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line per pair in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The steps as a chain, in the order of the pairs.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentNullException">The pairs, or one of them, are null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no pair, the path is empty, two output columns have the same name, or a pair reads what one before it writes.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeEncode([new("Latent", "Features"), new("LatentBefore", "FeaturesBefore")], "onnx/mnist");
    /// </code></example>
    public static EstimatorChain<VaeEncodeTransformer> VaeEncode(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        string modelFolder,
        VaeEncodeOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new();
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return ColumnPairs.Chain(
            columns,
            pair => EncodeWith(catalog, pair.OutputColumnName, InputNames.One(pair.InputColumnName), model, options)
        );
    }

    /// <summary>Encodes several columns with one opened model, each into a column of its own.</summary>
    /// <remarks>One step per pair. A pair must not read what a pair before it writes.</remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="columns">Output and input column of every step: Vector&lt;Single, L&gt; from Vector&lt;Single, D&gt;, dense or sparse.</param>
    /// <param name="model">
    /// An opened model, whose sessions all steps share. The transformers hold references of their own: disposing them leaves
    /// the model working, and the other way round.
    /// </param>
    /// <param name="options">Batch size, log-variances of every step. Default: see <see cref="VaeEncodeOptions"/>. <see cref="VaeEncodeOptions.LogVarianceColumnName"/> names one column, and so is for one pair only.</param>
    /// <returns>The steps as a chain, in the order of the pairs. They need the model only now, not when they are fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentNullException">The model, the pairs, or one of them, are null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no pair, two output columns have the same name, or a pair reads what one before it writes. Or the options choose
    /// threads: those of the model are used.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static EstimatorChain<VaeEncodeTransformer> VaeEncode(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        VaeModel model,
        VaeEncodeOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new();
        var opened = StepModel.Of(model, options);
        return ColumnPairs.Chain(
            columns,
            pair => EncodeWith(catalog, pair.OutputColumnName, InputNames.One(pair.InputColumnName), opened, options)
        );
    }
}
