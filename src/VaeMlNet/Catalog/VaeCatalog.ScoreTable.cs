using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Scores the raw columns of a table with a ready table model: higher means more anomalous.</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing ones; categories are keys, with 0 for missing ones and
    /// for those that the model never saw; Booleans are never missing. Missing cells are left out, and so is everything about a
    /// column that the data lacks where <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
    /// Contributions have a slot for each raw slot, named as its column, or <c>column.slot</c> for vectors: 0 for a missing cell.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Single, in nats.</param>
    /// <param name="inputColumnNames">
    /// Names of the input columns. Where all of them are names that the model was trained on, in any order; otherwise one for each
    /// of the model's columns, in the model's order. None means the names that the model was trained on.
    /// </param>
    /// <param name="modelFolder">The model folder, such as <c>onnx/credit</c>.</param>
    /// <param name="options">Kind of score, label, contributions, missing columns, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <param name="gpuDeviceId">CUDA device, or null for the CPU. <c>MLContext.GpuDeviceId</c> is not consulted: pass it here.</param>
    /// <param name="fallbackToCpu">Whether to run on the CPU, with one line in <c>MLContext.Log</c>, when CUDA cannot be used.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ArgumentException">
    /// A name or the path is empty, an input column is named twice, the names are neither the model's nor as many as its columns,
    /// or two output columns have the same name.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeScore("Score", ["Age", "Job", "Income"], "onnx/credit");
    /// </code></example>
    public static VaeScoreEstimator VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        string modelFolder,
        VaeScoreOptions? options = null,
        int? gpuDeviceId = null,
        bool fallbackToCpu = false
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        var model = StepModel.Open(modelFolder, options, gpuDeviceId, fallbackToCpu);
        return ScoreWith(catalog, outputColumnName, InputNames.Of(inputColumnNames), model, options);
    }

    /// <summary>Scores the raw columns of a table with an opened table model: higher means more anomalous.</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing ones; categories are keys, with 0 for missing ones and
    /// for those that the model never saw; Booleans are never missing. Missing cells are left out, and so is everything about a
    /// column that the data lacks where <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
    /// Contributions have a slot for each raw slot, named as its column, or <c>column.slot</c> for vectors: 0 for a missing cell.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Single, in nats.</param>
    /// <param name="inputColumnNames">
    /// Names of the input columns. Where all of them are names that the model was trained on, in any order; otherwise one for each
    /// of the model's columns, in the model's order. None means the names that the model was trained on.
    /// </param>
    /// <param name="model">
    /// An opened model, whose sessions the step shares. The transformer holds references of its own: disposing either leaves the
    /// other working.
    /// </param>
    /// <param name="options">Kind of score, label, contributions, missing columns, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <returns>The estimator. It needs the model only now, not when it is fitted.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, an input column is named twice, the names are neither the model's nor as many as its columns, or two output
    /// columns have the same name. Or the options choose threads: those of the model are used.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static VaeScoreEstimator VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModel model,
        VaeScoreOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        options ??= new();
        return ScoreWith(
            catalog,
            outputColumnName,
            InputNames.Of(inputColumnNames),
            StepModel.Of(model, options),
            options
        );
    }
}
