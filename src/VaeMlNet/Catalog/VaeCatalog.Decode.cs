using Microsoft.ML.Data;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Decodes a latent column: the output is the mean of p(x|z).</summary>
    /// <remarks>
    /// The values are in the data's own units: probabilities for a Bernoulli likelihood, means for a Gaussian one. They are
    /// means, not draws from p(x|z).
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
    public static VaeDecodeEstimator VaeDecode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeStepOptions? options = null
    )
    {
        options ??= new();
        return CreateDecode(catalog, outputColumnName, inputColumnName, Open(catalog, model, options), options);
    }

    /// <summary>Decodes several columns with one model. Each output is a separate column.</summary>
    /// <remarks>
    /// Each pair becomes one step. The steps share the model's sessions. A pair must not read a column that an earlier pair
    /// writes.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="columns">Output and input column of every step: Vector&lt;Single, D&gt; from Vector&lt;Single, L&gt;, dense or sparse, any finite values.</param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="options">Batch size, threads of every step. Default: see <see cref="VaeStepOptions"/>.</param>
    /// <returns>The steps as a chain, in the order of the pairs.</returns>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="ArgumentNullException">The pairs, or one of them, are null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no pair, two output columns have the same name, a pair reads a column that an earlier pair writes, or the
    /// options choose threads for an opened model, which has its own threads.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeDecode([new("Pixels", "Latent"), new("PixelsBefore", "LatentBefore")], "onnx/mnist");
    /// </code></example>
    public static EstimatorChain<VaeDecodeTransformer> VaeDecode(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        VaeModelSource model,
        VaeStepOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new();
        var opened = Open(catalog, model, options);
        return ColumnPairs.Chain(
            columns,
            pair => CreateDecode(catalog, pair.OutputColumnName, pair.InputColumnName, opened, options)
        );
    }

    private static VaeDecodeEstimator CreateDecode(
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
