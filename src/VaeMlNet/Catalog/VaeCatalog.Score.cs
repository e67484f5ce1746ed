using System.Runtime.CompilerServices;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
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
    [OverloadResolutionPriority(1)]
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
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return ScoreWith(catalog, outputColumnName, InputNames.One(inputColumnName), model, options);
    }

    /// <summary>Scores a feature column with an opened model: higher means more anomalous.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the score column: Single, in nats.</param>
    /// <param name="inputColumnName">Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>.</param>
    /// <param name="model">
    /// An opened model, whose sessions the step shares. The transformer holds references of its own: disposing either leaves the
    /// other working.
    /// </param>
    /// <param name="options">Kind of score, label, contributions, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">A name is empty, or two output columns have the same name. Or the options choose threads: those of the model are used.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    [OverloadResolutionPriority(1)]
    public static VaeScoreEstimator VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModel model,
        VaeScoreOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return ScoreWith(
            catalog,
            outputColumnName,
            InputNames.One(inputColumnName),
            StepModel.Of(model, options),
            options
        );
    }

    private static VaeScoreEstimator ScoreWith(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        StepModel model,
        VaeScoreOptions options
    )
    {
        var threshold = ScoreStep.Threshold(model.Folder.Manifest, options);
        var step = ScoreStep.Create(model, outputColumnName, inputNames, options, threshold);
        return new(MlNetInternals.GetEnvironment(catalog), step, threshold);
    }
}
