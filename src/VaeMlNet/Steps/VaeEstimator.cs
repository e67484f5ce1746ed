using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>The base class of VaeMlNet's estimators, which apply a trained model and learn nothing.</summary>
/// <typeparam name="TTransformer">The type of the transformer that <see cref="Fit"/> returns.</typeparam>
/// <remarks>
/// The model is opened and verified when the estimator is created. Thread safety: may be used from several threads at once.
/// </remarks>
public abstract class VaeEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : VaeTransformer
{
    private readonly IHostEnvironment environment;

    private protected VaeEstimator(IHostEnvironment environment, BatchedOnnxStep step)
    {
        this.environment = environment;
        Step = step;
    }

    internal BatchedOnnxStep Step { get; }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <returns>The shape with the added columns. A shape contains no sizes; <see cref="Fit"/> refuses wrong widths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, of another type, or of variable size.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Step.OutputShape(inputSchema);

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
        Step.FindInputs(input.Schema);
        var sessions = StepSessions.Open(Step, environment);
        return CreateTransformer(Step with { FittedOn = input.Schema }, sessions);
    }

    private protected abstract TTransformer CreateTransformer(BatchedOnnxStep step, StepSessions sessions);
}
