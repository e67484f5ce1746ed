using VaeMlNet;

namespace Microsoft.ML;

public static partial class VaeCatalog
{
    /// <summary>Returns a loaded pipeline whose VAE steps run in batches again.</summary>
    /// <remarks>
    /// <c>mlContext.Model.Save</c> writes VAE steps as ML.NET's own transformers, so that a saved pipeline loads without
    /// VaeMlNet. Those transformers run the model row by row. This method replaces them by steps that run the model in batches,
    /// with the saved batch size and checks of input values. Schema and values are those of the loaded pipeline, except for rounding. A threshold
    /// that was changed after loading is kept. The result can be saved again. <para> A column of the data that is called <c>Score</c> or
    /// <c>PredictedLabel</c>, while the columns of a saved step with scores have other names, is kept only if the data that the step was fitted on
    /// has it, and is needed then. Rename such a column before the step, or fit the step on data with the columns that it will read. </para>
    /// </remarks>
    /// <param name="catalog">The model catalog.</param>
    /// <param name="model">The result of <c>mlContext.Model.Load</c>. It works until the result of this method is disposed.</param>
    /// <param name="options">Device and threads. Default: the CPU.</param>
    /// <returns>
    /// The pipeline, which contains the other steps of <paramref name="model"/> and replaces it: the caller must dispose it
    /// instead. If <paramref name="model"/> has no VAE step, it is returned itself.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="FormatException">The saved data of a VAE step is damaged or of a newer version.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of the pipeline.</exception>
    /// <example><code>
    /// ITransformer pipeline = mlContext.Model.RestoreBatching(mlContext.Model.Load("pipeline.zip", out _));
    /// </code></example>
    public static ITransformer RestoreBatching(
        this ModelOperationsCatalog catalog,
        ITransformer model,
        VaeSessionOptions? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        options ??= new();
        var settings = SessionSettings.From(options);
        return new BatchingRestorer(catalog, settings).Restore(model);
    }
}
