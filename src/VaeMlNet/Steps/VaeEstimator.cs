using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>An estimator that applies a trained model or an ONNX model, or makes windows of time series. It trains nothing.</summary>
/// <typeparam name="TTransformer">The type of the transformer that <see cref="Fit"/> returns.</typeparam>
/// <remarks>
/// The methods of <c>mlContext.Transforms</c> create the estimators, and describe their columns. The model is opened and verified
/// when the estimator is created. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ITransformer
{
    private readonly Func<SchemaShape, SchemaShape> outputShape;
    private readonly Func<IDataView, TTransformer> fit;

    internal VaeEstimator(Func<SchemaShape, SchemaShape> outputShape, Func<IDataView, TTransformer> fit)
    {
        this.outputShape = outputShape;
        this.fit = fit;
    }

    internal VaeEstimator(
        IHostEnvironment environment,
        BatchedOnnxStep step,
        Func<BatchedOnnxStep, StepSessions, TTransformer> createTransformer
    )
        : this(
            step.OutputShape,
            input =>
            {
                step.FindInputs(input.Schema);
                var sessions = StepSessions.Open(step, environment);
                return createTransformer(step with { FittedOn = input.Schema }, sessions);
            }
        ) { }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">Shape of the data.</param>
    /// <returns>The shape with the added columns. A shape contains no sizes; <see cref="Fit"/> refuses wrong widths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, of another type, or of variable size.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => outputShape(inputSchema);

    /// <summary>
    /// Checks the data's schema and opens the sessions. It reads no row, except for <c>VaeWindow</c> with a timestamp column, which reads the
    /// median time between rows.
    /// </summary>
    /// <param name="input">Data with the input columns. It may be empty.</param>
    /// <returns>The transformer. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA was requested without fallback and cannot be used. For <c>ApplyOnnxModelBatched</c> also: an input column has
    /// another width, or ONNX Runtime does not accept the model. For <c>VaeWindow</c> also: rows of a series are not in the order of time, or most
    /// have the time of the row before.
    /// </exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of a model folder.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return fit(input);
    }
}
