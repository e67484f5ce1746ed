using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>An estimator that applies a trained model or an ONNX model, and learns nothing.</summary>
/// <typeparam name="TTransformer">The type of the transformer that <see cref="Fit"/> returns.</typeparam>
/// <remarks>
/// The methods of <c>mlContext.Transforms</c> create the estimators, and describe their columns. The model is opened and verified
/// when the estimator is created. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : VaeTransformer
{
    private readonly IHostEnvironment environment;
    private readonly BatchedOnnxStep step;
    private readonly Func<BatchedOnnxStep, StepSessions, TTransformer> createTransformer;

    internal VaeEstimator(
        IHostEnvironment environment,
        BatchedOnnxStep step,
        Func<BatchedOnnxStep, StepSessions, TTransformer> createTransformer
    )
    {
        this.environment = environment;
        this.step = step;
        this.createTransformer = createTransformer;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <returns>The shape with the added columns. A shape contains no sizes; <see cref="Fit"/> refuses wrong widths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, of another type, or of variable size.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => step.OutputShape(inputSchema);

    /// <summary>Checks the data's schema and opens the sessions. It reads no row.</summary>
    /// <param name="input">Data with the input columns. It may be empty.</param>
    /// <returns>The transformer. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA was requested without fallback and cannot be used. For <c>ApplyOnnxModelBatched</c> also: an input column has
    /// another width, or ONNX Runtime does not accept the model.
    /// </exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of a model folder.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        step.FindInputs(input.Schema);
        var sessions = StepSessions.Open(step, environment);
        return createTransformer(step with { FittedOn = input.Schema }, sessions);
    }
}
