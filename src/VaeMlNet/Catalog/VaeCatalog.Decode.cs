using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Decodes a latent column with a ready model: the mean of p(x|z).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. They are means,
    /// not draws from p(x|z).
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt;.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, L&gt;, dense or sparse, any finite values. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/mnist</c>.</param>
    /// <param name="options">Batch size, threads. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">A name or the path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeDecode("Pixels", "Latent", "onnx/mnist");
    /// </code></example>
    public static VaeDecodeEstimator VaeDecode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        string modelFolder,
        VaeStepOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return DecodeWith(catalog, outputColumnName, inputColumnName, model, options);
    }

    /// <summary>Decodes a latent column with an opened model: the mean of p(x|z).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. They are means,
    /// not draws from p(x|z).
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt;.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, L&gt;, dense or sparse, any finite values. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="model">
    /// An opened model, whose sessions the step shares. The transformer holds references of its own: disposing either leaves the
    /// other working.
    /// </param>
    /// <param name="options">Batch size. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">A name is empty. Or the options choose threads: those of the model are used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static VaeDecodeEstimator VaeDecode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModel model,
        VaeStepOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return DecodeWith(catalog, outputColumnName, inputColumnName, StepModel.Of(model, options), options);
    }

    private static VaeDecodeEstimator DecodeWith(
        TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        StepModel model,
        VaeStepOptions options
    )
    {
        var step = DecodeStep.Create(model, outputColumnName, inputColumnName, options);
        return new(MlNetInternals.GetEnvironment(catalog), step);
    }
}
