using System.Runtime.CompilerServices;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Encodes a feature column with a ready model: the mean of q(z|x).</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/mnist</c>.</param>
    /// <param name="options">Batch size, threads, log-variances. Default: see <see cref="VaeEncodeOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">A name or the path is empty, or two output columns have the same name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var pipeline = mlContext.Transforms.VaeEncode("Latent", "Features", "onnx/mnist")
    ///     .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Latent"));
    /// </code></example>
    [OverloadResolutionPriority(1)]
    public static VaeEncodeEstimator VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        string modelFolder,
        VaeEncodeOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return EncodeWith(catalog, outputColumnName, InputNames.One(inputColumnName), model, options);
    }

    /// <summary>Encodes a feature column with an opened model: the mean of q(z|x).</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="model">
    /// An opened model, whose sessions the step shares. The transformer holds references of its own: disposing either leaves the
    /// other working.
    /// </param>
    /// <param name="options">Batch size, log-variances. Default: see <see cref="VaeEncodeOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">A name is empty, or two output columns have the same name. Or the options choose threads: those of the model are used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// using var model = VaeModel.Open("onnx/mnist");
    /// var pipeline = mlContext.Transforms.VaeEncode("Latent", "Features", model)
    ///     .Append(mlContext.Transforms.VaeReconstruct("Reconstruction", "Features", model));
    /// </code></example>
    [OverloadResolutionPriority(1)]
    public static VaeEncodeEstimator VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModel model,
        VaeEncodeOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return EncodeWith(
            catalog,
            outputColumnName,
            InputNames.One(inputColumnName),
            StepModel.Of(model, options),
            options
        );
    }

    private static VaeEncodeEstimator EncodeWith(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        StepModel model,
        VaeEncodeOptions options
    )
    {
        var step = EncodeStep.Create(model, outputColumnName, inputNames, options);
        return new(MlNetInternals.GetEnvironment(catalog), step);
    }
}
