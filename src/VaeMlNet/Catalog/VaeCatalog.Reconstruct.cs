using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Reconstructs a feature column: the output is the mean of p(x|z) at z = the mean of q(z|x).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. The result
    /// equals VaeEncode followed by VaeDecode, without a column of latents in between.
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column type</term><description>Vector of Single of the model's width D; of a table model Single, vectors of Single, Boolean, and UInt32 keys</description></item>
    /// <item><term>Output column type</term><description>Vector of Single of the same width, with the input's slot names; of a table model all columns side by side, with slot names</description></item>
    /// <item><term>Runs on</term><description>CPU, or the CUDA device of the <see cref="VaeModelSource"/></description></item>
    /// <item><term>Deterministic?</term><description>Yes: means of posterior and likelihood, nothing is drawn</description></item>
    /// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreBatching</c></description></item>
    /// </list>
    /// Source: Kingma and Welling 2014, section 3 and appendix C.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt; with the input's slot names.</param>
    /// <param name="inputColumnName">
    /// Name of the input column, Vector&lt;Single, D&gt;, dense or sparse. Null means <paramref name="outputColumnName"/>; write
    /// <c>inputColumnName: null</c>, because the overload for tables takes null, too.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/turbines</c>, or an opened model.</param>
    /// <param name="options">Batch size, threads. Default: see <see cref="VaeReconstructOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="VaeDecode" path="/exception"/>
    /// <example><code>
    /// mlContext.Transforms.VaeReconstruct("Expected", "Features", "onnx/turbines");
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeReconstruct(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeReconstructOptions? options = null
    ) => Reconstruct(catalog, outputColumnName, InputNames.FromName(inputColumnName), model, options ?? new());

    /// <summary>Reconstructs the raw columns of a table with a table model: the output is the mean of p(x|z) at z = the mean of
    /// q(z|x).</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing values. Categories are keys, with 0 for missing values.
    /// Booleans are never missing. All cells of a column that the data lacks are missing if <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
    /// The encoder reads a missing cell as one whose value is unknown, and so a category that training did not have, a key above those of the model.
    /// The output contains all columns side by side, in the model's order and in their own units: numbers, the probability of
    /// true for Booleans, and a probability for each category of keys, in slots named <c>column.category</c>.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, R&gt; with slot names.</param>
    /// <param name="inputColumnNames">
    /// Names of the input columns. If all of them are names that the model was trained on, their order does not matter; otherwise
    /// pass one name for each of the model's columns, in the model's order. An empty array means the names that the model was
    /// trained on.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/credit</c>, or an opened model.</param>
    /// <param name="options">Batch size, missing columns, threads. Default: see <see cref="VaeReconstructOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <inheritdoc cref="VaeEncode(TransformsCatalog, string, string[], VaeModelSource, VaeEncodeOptions?)" path="/exception"/>
    /// <example><code>
    /// mlContext.Transforms.VaeReconstruct("Expected", ["Age", "Job", "Income"], "onnx/credit");
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeReconstruct(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModelSource model,
        VaeReconstructOptions? options = null
    ) => Reconstruct(catalog, outputColumnName, InputNames.FromNames(inputColumnNames), model, options ?? new());

    private static VaeEstimator<VaeTransformer> Reconstruct(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        VaeModelSource model,
        VaeReconstructOptions options
    ) =>
        Estimator(
            catalog,
            ReconstructStep.Create(Open(catalog, model, options), outputColumnName, inputNames, options)
        );
}
