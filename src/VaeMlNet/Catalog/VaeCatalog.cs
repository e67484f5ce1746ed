using VaeMlNet;

namespace Microsoft.ML;

/// <summary>The steps of VaeMlNet on <c>mlContext.Transforms</c>.</summary>
/// <remarks>
/// Each opens and verifies the model folder at once, and reads it once: it may be replaced afterwards.
/// Thread safety: all members may be used from several threads at once.
/// </remarks>
public static class VaeCatalog
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
    ///     .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Latent", l1Regularization: 0));
    /// </code></example>
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
        var settings = SessionSettings.From(gpuDeviceId, fallbackToCpu, options.IntraOpThreadCount);
        ModelFolder folder = ModelFolder.Open(modelFolder);
        BatchedOnnxStep step = EncodeStep.Create(folder, outputColumnName, inputColumnName, options, settings);
        return new(MlNetInternals.GetEnvironment(catalog), step);
    }

    /// <summary>Scores a feature column with a ready model: higher means more anomalous.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the score column: Single, in nats.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/turbines</c>.</param>
    /// <param name="options">Kind of score, label, contributions, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">A name or the path is empty, or two output columns have the same name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeScore("Score", "Features", "onnx/turbines",
    ///     new() { Kind = VaeScoreKind.ReconstructionError, ContributionsColumnName = "Why" });
    /// </code></example>
    public static VaeScoreEstimator VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        string modelFolder,
        VaeScoreOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var settings = SessionSettings.From(gpuDeviceId, fallbackToCpu, options.IntraOpThreadCount);
        ModelFolder folder = ModelFolder.Open(modelFolder);
        float threshold = ScoreStep.Threshold(folder.Manifest, options);
        BatchedOnnxStep step = ScoreStep.Create(
            folder,
            outputColumnName,
            inputColumnName,
            options,
            threshold,
            settings
        );
        return new(MlNetInternals.GetEnvironment(catalog), step, threshold);
    }
}
