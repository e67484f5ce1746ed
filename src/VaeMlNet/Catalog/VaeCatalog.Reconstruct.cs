using System.Runtime.CompilerServices;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Reconstructs a feature column with a ready model: the mean of p(x|z) at z = the mean of q(z|x).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. It equals
    /// VaeEncode followed by VaeDecode, without a column of latents in between.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt; with the input's slot names.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/turbines</c>.</param>
    /// <param name="options">Batch size, threads. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">A name or the path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeReconstruct("Expected", "Features", "onnx/turbines");
    /// </code></example>
    [OverloadResolutionPriority(1)]
    public static VaeReconstructEstimator VaeReconstruct(
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
        return ReconstructWith(catalog, outputColumnName, InputNames.One(inputColumnName), model, options);
    }

    /// <summary>Reconstructs a feature column with an opened model: the mean of p(x|z) at z = the mean of q(z|x).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. It equals
    /// VaeEncode followed by VaeDecode, without a column of latents in between.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt; with the input's slot names.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="model">
    /// An opened model, whose sessions the step shares. The transformer holds references of its own: disposing either leaves the
    /// other working.
    /// </param>
    /// <param name="options">Batch size. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">A name is empty. Or the options choose threads: those of the model are used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    [OverloadResolutionPriority(1)]
    public static VaeReconstructEstimator VaeReconstruct(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModel model,
        VaeStepOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return ReconstructWith(
            catalog,
            outputColumnName,
            InputNames.One(inputColumnName),
            StepModel.Of(model, options),
            options
        );
    }

    private static VaeReconstructEstimator ReconstructWith(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        StepModel model,
        VaeStepOptions options
    )
    {
        var step = ReconstructStep.Create(model, outputColumnName, inputNames, options);
        return new(MlNetInternals.GetEnvironment(catalog), step);
    }
}
