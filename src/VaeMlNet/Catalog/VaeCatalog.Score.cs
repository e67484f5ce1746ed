using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Scores a feature column: higher means more anomalous.</summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
    /// <item><term>Output column type</term><description>Single (score); Boolean (label); Vector of Single of width D (contributions)</description></item>
    /// <item><term>Runs on</term><description>CPU, or the CUDA device of the <see cref="VaeModelSource"/></description></item>
    /// <item><term>Deterministic?</term><description>Yes: the score is taken at z = posterior mean, nothing is drawn</description></item>
    /// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel, DropColumns and an anomaly detector: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreBatching</c></description></item>
    /// </list>
    /// Source: An and Cho 2015 for reconstruction as an anomaly score; Kingma and Welling 2014, appendix B, for the KL term.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the score column: Single, in nats.</param>
    /// <param name="inputColumnName">
    /// Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>; write
    /// <c>inputColumnName: null</c>, because the overload for tables takes null, too.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/turbines</c>, or an opened model.</param>
    /// <param name="options">Kind of score, label, contributions, batch size. Default: see <see
    /// cref="VaeScoreOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, two output columns have the same name, the model has no score of this kind, or the options choose threads for an opened
    /// model, which has its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeScore("Score", "Features", "onnx/turbines",
    ///     new() { Kind = VaeScoreKind.ReconstructionError, ContributionsColumnName = "Why" });
    /// </code></example>
    public static VaeEstimator<VaeScoreTransformer> VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeScoreOptions? options = null
    ) => Score(catalog, outputColumnName, InputNames.FromName(inputColumnName), model, options ?? new());

    /// <summary>Scores the raw columns of a table with a table model: higher means more anomalous.</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing values. Categories are keys, with 0 for missing values.
    /// Booleans are never missing. All cells of a column that the data lacks are missing if <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
    /// <para>
    /// The model explains which cells are missing where <c>VaeTrainerOptions.MissingCells</c> says so. By default, detectors do so in each column, so that a
    /// missing cell of a column that had none in training raises the score; other tables do so in the columns that had missing cells, and series in none. With
    /// <c>VaeMissingCells.Ignore</c>, missing cells add nothing to the score. A key above those of the model is a category that training did not
    /// have, which raises the score in each case.
    /// </para>
    /// Contributions have a slot for each raw slot, named as its column, or <c>column.slot</c> for vectors. The contribution of
    /// a missing cell is that of being missing, and 0 where the model does not explain it.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Single, in nats.</param>
    /// <param name="inputColumnNames">
    /// Names of the input columns. If all of them are names that the model was trained on, their order does not matter; otherwise
    /// pass one name for each of the model's columns, in the model's order. An empty array means the names that the model was
    /// trained on.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/credit</c>, or an opened model.</param>
    /// <param name="options">Kind of score, label, contributions, missing columns, batch size. Default: see <see
    /// cref="VaeScoreOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, an input column is named twice, the names are neither the model's nor as many as its columns, two
    /// output columns have the same name, the model has no score of this kind, or the options choose threads for an opened model, which has
    /// its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeScore("Score", ["Age", "Job", "Income"], "onnx/credit");
    /// </code></example>
    public static VaeEstimator<VaeScoreTransformer> VaeScore(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModelSource model,
        VaeScoreOptions? options = null
    ) => Score(catalog, outputColumnName, InputNames.FromNames(inputColumnNames), model, options ?? new());

    private static VaeEstimator<VaeScoreTransformer> Score(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        VaeModelSource model,
        VaeScoreOptions options
    )
    {
        var opened = Open(catalog, model, options);
        return ScoreStep.Estimator(
            MlNetInternals.GetEnvironment(catalog),
            opened,
            outputColumnName,
            inputNames,
            options
        );
    }
}
