using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>
    /// Returns synthetic rows: of a table whose training hid cells drawn cell by cell, otherwise decoded from latents that are sampled from the
    /// prior.
    /// </summary>
    /// <remarks>
    /// <para> A model that was trained on one feature column gives the mean of p(x|z) in the data's own units (probabilities
    /// for a Bernoulli likelihood), not a sample from it. These rows vary less than the data. </para> <para> A table model
    /// gives the raw columns of the training data, with their names and types: Single, Vector&lt;Single, k&gt; with its slot
    /// names, Boolean, and Key&lt;UInt32, K&gt; with its key values. As many cells are missing as in the training data. Cells are
    /// samples from their distributions; <see cref="VaeSampleOptions.DrawsValues"/> can choose means instead. Numbers stay in the range of the
    /// training data unless <see cref="VaeSampleOptions.ClampsToTrainingRange"/> is false. </para> <para> A row depends on the seed,
    /// its own number and the number of rows, and for features or without <see cref="VaeSampleOptions.MatchesTrainingShares"/> on the seed
    /// and its own number only. Up to rounding in the graphs, it does not depend on the batch size or the number of cursors. Other
    /// processors can give other last digits. Rows are computed while they are read, and are not kept. A second pass computes
    /// the same rows again; <c>mlContext.Data.Cache</c> keeps them. An opened model must stay open while rows are read. If the
    /// model is a folder, this call opens it once, and its session is released when the view is garbage-collected. Pass an
    /// opened model to release it yourself. </para> <para> Sources: Kingma and Welling 2014, section 2.1, for the prior and
    /// p(x|z); Philox (Salmon et al. 2011) for random numbers. </para>
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="model">
    /// The path of a model folder, such as <c>onnx/mnist</c>, or an opened model, whose sessions the view uses.
    /// </param>
    /// <param name="rowCount">Number of rows. Range: 0 and up.</param>
    /// <param name="seed">The seed: any number. Another seed gives other rows.</param>
    /// <param name="options">Column names, batch size. Default: see <see cref="VaeSampleOptions"/>.</param>
    /// <returns>
    /// A view of known row count. It has the column that the model was trained on, Vector&lt;Single, D&gt;, or the columns of a
    /// table. Reading it after the model was disposed throws <see cref="ObjectDisposedException"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of rows is negative, or an option is out of its range.</exception>
    /// <exception cref="ArgumentException">
    /// A column name is empty, two columns have the same name, or the options do not fit the kind of model.
    /// </exception>
    /// <exception cref="VaeModelException">The folder is missing, damaged, inconsistent, or of a newer format version.</exception>
    /// <exception cref="ObjectDisposedException">The opened model was disposed.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
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
        var opened = OpenForSamples(catalog, model);
        return new SampleView(Source(opened, rowCount, seed, options));
    }

    /// <summary>Returns the rows that a model decodes from given latents.</summary>
    /// <remarks>
    /// A row is the mean of p(x|z), in the data's own units, not a sample from it. For a table model, the row has the raw
    /// columns: Booleans are true if their probability is above 1/2, and keys are the most probable ones. Rows are computed
    /// while they are read, and are not kept. An opened model must stay open while rows are read; the session of a folder is
    /// released when the view is garbage-collected. For latents in a column of an <see cref="IDataView"/>, use
    /// <c>mlContext.Transforms.VaeDecode</c>.
    /// </remarks>
    /// <param name="catalog">The data catalog.</param>
    /// <param name="model">
    /// The path of a model folder, such as <c>onnx/mnist</c>, or an opened model, whose decoder session the view uses.
    /// </param>
    /// <param name="latents">
    /// float32 [N, L], row-major, such as points on a line between two posterior means. The method copies them. N may be 0.
    /// </param>
    /// <param name="options">Column names, batch size. Default: see <see cref="VaeSampleOptions"/>.</param>
    /// <returns>
    /// A view of N rows. It has the column that the model was trained on, Vector&lt;Single, D&gt;, or the columns of a table.
    /// Reading it after the model was disposed throws <see cref="ObjectDisposedException"/>.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The number of values is not a multiple of L, a column name is empty, two columns have the same name, or the options do
    /// not fit the kind of model.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">
    /// A latent is not finite, or CUDA was requested without fallback and cannot be used.
    /// </exception>
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
        var opened = OpenForSamples(catalog, model);
        var rows = new GivenLatents(opened.CheckedLatents(latents).ToArray(), opened.LatentDim);
        return new SampleView(new DecodedSource(opened, rows, options ?? new(), seed: null));
    }

    private static VaeModel OpenForSamples(DataOperationsCatalog catalog, VaeModelSource model)
    {
        var opened = model.OpenModel().WithLatents();
        opened.LogFallback(MlNetInternals.GetEnvironment(catalog), nameof(VaeSample));
        return opened;
    }

    private static SampleSource Source(VaeModel model, long rowCount, int seed, VaeSampleOptions options) =>
        options.LatentColumnName is null && DecodedContent.IsDrawn(model, options, seed)
            ? new SyntheticTable(model, rowCount, options, seed)
            : new DecodedSource(
                model,
                LatentKind.Get(model.Manifest.Latent).Prior(model.Manifest.Latent, rowCount, seed),
                options,
                seed
            );
}
