using VaeMlNet;

namespace Microsoft.ML;

/// <summary>What VaeMlNet adds to <c>mlContext.Model</c>.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once.</remarks>
public static class VaeModelCatalog
{
    /// <summary>Lets the VAE steps of a loaded pipeline run in batches again.</summary>
    /// <remarks>
    /// <c>mlContext.Model.Save</c> writes VAE steps as ML.NET's own transformers, so that a saved pipeline loads without
    /// VaeMlNet; those run the model row by row. Beside VaeMlNet this call replaces them by steps that run it in batches, with
    /// the batch size and the checks of input values that they were saved with. Schema and values stay the same, up to
    /// rounding; a threshold that was changed after loading is kept. What it gives can be saved again.
    /// </remarks>
    /// <param name="catalog">The model catalog.</param>
    /// <param name="model">What <c>mlContext.Model.Load</c> gave. It goes on to work until the result is disposed.</param>
    /// <param name="options">Device and threads. Default: the CPU.</param>
    /// <returns>
    /// The pipeline, which holds the other steps of <paramref name="model"/> and replaces it: the caller disposes it instead.
    /// <paramref name="model"/> itself when it has no VAE step.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="FormatException">What was saved of a VAE step is damaged or of a newer version.</exception>
    /// <exception cref="InvalidOperationException">CUDA was asked for without fallback and cannot be used.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of the pipeline.</exception>
    /// <example><code>
    /// ITransformer pipeline = mlContext.Model.RestoreVaeBatching(mlContext.Model.Load("pipeline.zip", out _));
    /// </code></example>
    public static ITransformer RestoreVaeBatching(
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
