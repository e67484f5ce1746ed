using Microsoft.ML.Data;
using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Encodes a feature column: the output is the mean of q(z|x).</summary>
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
    public static VaeEncodeEstimator VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName,
        VaeModelSource model,
        VaeEncodeOptions? options = null
    )
    {
        options ??= new();
        return CreateEncode(
            catalog,
            outputColumnName,
            InputNames.FromName(inputColumnName),
            Open(catalog, model, options),
            options
        );
    }

    /// <summary>Encodes the raw columns of a table with a table model: the output is the mean of q(z|x).</summary>
    /// <remarks>
    /// Numbers are Single or Vector&lt;Single, k&gt;, with NaN for missing values. Categories are keys, with 0 for missing values
    /// and for categories that the model never saw. Booleans are never missing. The model ignores missing cells, and all cells
    /// of a column that the data lacks if <see cref="VaeStepOptions.AllowMissingColumns"/> is set.
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
    public static VaeEncodeEstimator VaeEncode(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeModelSource model,
        VaeEncodeOptions? options = null
    )
    {
        options ??= new();
        return CreateEncode(
            catalog,
            outputColumnName,
            InputNames.FromNames(inputColumnNames),
            Open(catalog, model, options),
            options
        );
    }

    /// <summary>Encodes several columns with one model. Each output is a separate column.</summary>
    /// <remarks>
    /// Each pair becomes one step. The steps share the model's sessions. A pair must not read a column that an earlier pair
    /// writes.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="columns">Output and input column of every step: Vector&lt;Single, L&gt; from Vector&lt;Single, D&gt;, dense or sparse.</param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model.</param>
    /// <param name="options">
    /// Batch size, threads, log-variances of every step. Default: see <see cref="VaeEncodeOptions"/>. <see
    /// cref="VaeEncodeOptions.LogVarianceColumnName"/> names one column, and so works for one pair only.
    /// </param>
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
    /// mlContext.Transforms.VaeEncode([new("Latent", "Features"), new("LatentBefore", "FeaturesBefore")], "onnx/mnist");
    /// </code></example>
    public static EstimatorChain<VaeEncodeTransformer> VaeEncode(
        this TransformsCatalog catalog,
        InputOutputColumnPair[] columns,
        VaeModelSource model,
        VaeEncodeOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(columns);
        options ??= new();
        var opened = Open(catalog, model, options);
        return ColumnPairs.Chain(
            columns,
            pair =>
                CreateEncode(catalog, pair.OutputColumnName, InputNames.FromName(pair.InputColumnName), opened, options)
        );
    }

    private static VaeEncodeEstimator CreateEncode(
        TransformsCatalog catalog,
        string outputColumnName,
        InputNames inputNames,
        StepModel model,
        VaeEncodeOptions options
    )
    {
        var step = EncodeStep.Create(model, outputColumnName, inputNames, options);
        return new(MlNetInternals.GetEnvironment(catalog), step);
    }
}
