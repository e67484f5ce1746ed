using VaeMlNet;

namespace Microsoft.ML;

/// <summary>The operations of VaeMlNet on <c>mlContext.Data</c>.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once.</remarks>
public static partial class VaeDataCatalog
{
    /// <summary>Returns synthetic rows: latents drawn from the prior N(0, I), or from the model's mixture, and decoded.</summary>
    /// <remarks>
    /// A row of a model that was trained on one feature column is the mean of p(x|z), in the data's own units (probabilities for
    /// a Bernoulli likelihood), not a draw from it: the rows vary less than data does.
    /// A row of a table model has the raw columns of the training data, under their names and of their types: Single,
    /// Vector&lt;Single, k&gt; with its slot names, Boolean, and Key&lt;UInt32, K&gt; with its key values. Every cell has a value,
    /// drawn from p(x|z): numbers with the normal or Student's t noise of their likelihood, Booleans and keys by their
    /// probabilities; <see cref="VaeSampleOptions.Values"/> gives the means instead. Numbers stay in the training data's range
    /// unless <see cref="VaeSampleOptions.ClampsToTrainingRange"/> is false; whole numbers get fractions.
    /// A row depends on the seed and its own number only, not on the number of rows, the batch size or the number of cursors;
    /// other processors may give other last digits.
    /// Rows are computed as they are read and not kept. Reading a second time computes the same rows again;
    /// <c>mlContext.Data.Cache</c> keeps them. An opened model must stay open while rows are read. A folder is opened once, by
    /// this call, and its session is released when the view is garbage-collected; pass an opened model to release it yourself.
    /// Source: Kingma and Welling 2014, section 2.1, for the prior and p(x|z); Philox (Salmon et al. 2011) for random numbers.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model, on whose decoder session the view runs.</param>
    /// <param name="rowCount">Number of rows. Range: 0 and up.</param>
    /// <param name="seed">Any number; another seed gives other rows.</param>
    /// <param name="options">Column names, batch size. Default: see <see cref="VaeSampleOptions"/>.</param>
    /// <returns>
    /// A view with the column that the model was trained on, Vector&lt;Single, D&gt;, or with the columns of a table, of known
    /// row count. Reading it after the model was disposed throws <see cref="ObjectDisposedException"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is negative, or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// A column name is empty, two columns have the same name, or the options do not fit the kind of model.
    /// </exception>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="InvalidOperationException">
    /// The mixture was asked for and the model folder has none, or CUDA was asked for without fallback and cannot be used.
    /// </exception>
    /// <example><code>
    /// using var model = VaeModel.Open("onnx/mnist");
    /// IDataView digits = mlContext.Data.VaeSample(model, rowCount: 64, seed: 1);
    /// </code></example>
    public static IDataView VaeSample(
        this DataOperationsCatalog catalog,
        VaeModelSource model,
        long rowCount,
        int seed,
        VaeSampleOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(rowCount);
        options ??= new();
        var opened = model.OpenModel();
        return new SampleView(new(opened, Drawn(opened, options.Sampler, rowCount, seed), options, seed));
    }

    /// <summary>Returns the rows that a model decodes from given latents.</summary>
    /// <remarks>
    /// A row is the mean of p(x|z), in the data's own units, not a draw from it; of a table model the raw columns, with true where
    /// its probability is above 1/2 and the most probable keys. Rows are computed as they are read and not kept. An opened model
    /// must stay open while rows are read; the session of a folder is released when the view is garbage-collected. For latents in
    /// a column of an <see cref="IDataView"/> use <c>mlContext.Transforms.VaeDecode</c>.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="model">The path of a model folder, such as <c>onnx/mnist</c>, or an opened model, on whose decoder session the view runs.</param>
    /// <param name="latents">float32 [N, L], row-major, such as points on a line between two posterior means. Copied. N may be 0.</param>
    /// <param name="options">Column names, batch size. Default: see <see cref="VaeSampleOptions"/>.</param>
    /// <returns>
    /// A view with the column that the model was trained on, Vector&lt;Single, D&gt;, or with the columns of a table, of N rows.
    /// Reading it after the model was disposed throws <see cref="ObjectDisposedException"/>.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The number of values is no multiple of L, a column name is empty, two columns have the same name, or the options do not
    /// fit the kind of model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A latent is not finite, or CUDA was asked for without fallback and cannot be used.</exception>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    public static IDataView VaeSample(
        this DataOperationsCatalog catalog,
        VaeModelSource model,
        ReadOnlyMemory<float> latents,
        VaeSampleOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        var opened = model.OpenModel();
        var rows = new GivenLatents(opened.CheckedLatents(latents).ToArray(), opened.LatentDim);
        return new SampleView(new(opened, rows, options ?? new(), seed: null));
    }

    private static LatentRows Drawn(VaeModel model, VaeLatentSampler sampler, long rowCount, int seed) =>
        sampler switch
        {
            VaeLatentSampler.Prior => LatentKind
                .Get(model.Manifest.Latent)
                .Prior(model.Manifest.Latent, rowCount, seed),
            VaeLatentSampler.Mixture => new MixtureLatents(
                model.LatentMixture
                    ?? throw new InvalidOperationException(
                        $"VaeSample was asked for draws from the mixture, but model '{model.Folder}' has no sampler.json. "
                            + "Export it with a mixture, or draw from the prior."
                    ),
                rowCount,
                seed
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(sampler), sampler, "Sampler is Prior or Mixture."),
        };
}
