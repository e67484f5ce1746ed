using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Decodes a latent column: the output is the mean of p(x|z).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. They are
    /// means, not draws from p(x|z).
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>No</description></item>
    /// <item><term>Input column type</term><description>Vector of Single of the model's latent width L, any finite values</description></item>
    /// <item><term>Output column type</term><description>Vector of Single of the model's width D</description></item>
    /// <item><term>Runs on</term><description>CPU, or the CUDA device of the <see cref="VaeModelSource"/></description></item>
    /// <item><term>Deterministic?</term><description>Yes: the mean of the likelihood (probabilities for Bernoulli), nothing is drawn</description></item>
    /// <item><term>Saved as</term><description>ML.NET's CopyColumns, ApplyOnnxModel and DropColumns: loads without VaeMlNet, then runs row by row and without the checks of values; see <c>mlContext.Model.RestoreBatching</c></description></item>
    /// </list>
    /// Source: Kingma and Welling 2014, appendix C.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, D&gt;.</param>
    /// <param name="inputColumnName">
    /// Name of the input column, Vector&lt;Single, L&gt;, dense or sparse, any finite values. Null means
    /// <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="options">Batch size, threads. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentException">
    /// A name is empty, or the options choose threads for an opened model, which has its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeDecode("Pixels", "Latent", "onnx/mnist");
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeDecode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeStepOptions? options = null
    )
    {
        options ??= new();
        var opened = Open(catalog, model, options);
        return Estimator(catalog, DecodeStep.Create(opened, outputColumnName, inputColumnName, options));
    }
}
