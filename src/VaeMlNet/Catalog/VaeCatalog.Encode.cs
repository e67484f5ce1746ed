using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Encodes a feature column: the output is the mean of q(z|x).</summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
    /// <item><term>Output column type</term><description>Vector of Single of the model's latent width L; of categorical latents their probabilities, L * K, with slot names</description></item>
    /// <item><term>Runs on</term><description>CPU, or the CUDA device of the <see cref="VaeModelSource"/></description></item>
    /// <item><term>Deterministic?</term><description>Yes: the posterior mean, nothing is drawn</description></item>
    /// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreBatching</c></description></item>
    /// </list>
    /// Source: Kingma and Welling 2014, section 3.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;.</param>
    /// <param name="inputColumnName">
    /// Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>; write
    /// <c>inputColumnName: null</c>, because the overload for tables takes null, too.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="options">Batch size, threads, log-variances. Default: see <see cref="VaeEncodeOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, two output columns have the same name, or the options choose threads for an opened model, which has its
    /// own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var pipeline = mlContext.Transforms.VaeEncode("Latent", "Features", "onnx/mnist")
    ///     .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Latent"));
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeEncodeOptions? options = null
    ) => Encode(catalog, outputColumnName, InputNames.FromName(inputColumnName), model, options ?? new());

    /// <summary>Encodes the raw columns of a table with a table model: the output is the mean of q(z|x).</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing values. Categories are keys, with 0 for missing values.
    /// Booleans are never missing. All cells of a column that the data lacks are missing if <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
    /// The encoder reads a missing cell as one whose value is unknown, and so a category that training did not have, a key above those of the model.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;.</param>
    /// <param name="inputColumnNames">
    /// Names of the input columns. If all of them are names that the model was trained on, their order does not matter; otherwise
    /// pass one name for each of the model's columns, in the model's order. An empty array means the names that the model was
    /// trained on.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/credit</c>, or an opened model.</param>
    /// <param name="options">Batch size, missing columns, threads, log-variances. Default: see <see
    /// cref="VaeEncodeOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, an input column is named twice, the names are neither the model's nor as many as its columns, two
    /// output columns have the same name, or the options choose threads for an opened model, which has its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeEncode("Latent", ["Age", "Job", "Income"], "onnx/credit");
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModelSource model,
        VaeEncodeOptions? options = null
    ) => Encode(catalog, outputColumnName, InputNames.FromNames(inputColumnNames), model, options ?? new());

    private static VaeEstimator<VaeTransformer> Encode(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        VaeModelSource model,
        VaeEncodeOptions options
    ) => Estimator(catalog, EncodeStep.Create(Open(catalog, model, options), outputColumnName, inputNames, options));
}
