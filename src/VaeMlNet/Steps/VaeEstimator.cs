using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>The base class of VaeMlNet's estimators, which learn nothing and apply a trained model.</summary>
/// <typeparam name="TTransformer">The transformer that <see cref="Fit"/> gives.</typeparam>
/// <remarks>The model was opened and verified when the estimator was made. Thread safety: may be used from several threads at once.</remarks>
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

    /// <summary>The columns that the transformer will give.</summary>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <returns>The shape with the added columns. A shape has no sizes: a wrong width is refused by <see cref="Fit"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, or of variable size.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Step.OutputShape(inputSchema);

    /// <summary>Checks the data's schema and opens the sessions. No row is read.</summary>
    /// <param name="input">Data with the input columns. It may be empty.</param>
    /// <returns>The transformer. The caller disposes it, or leaves that to the finalizer.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, width, or of variable size.</exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA was asked for without fallback and cannot be used. Of <c>ApplyOnnxModelBatched</c> also: an input column is of another
    /// width, or ONNX Runtime does not accept the model.
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
