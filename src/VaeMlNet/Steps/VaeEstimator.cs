using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>An estimator of a catalog's method: it applies a trained model or an ONNX model, builds windows, or trains a model.</summary>
/// <typeparam name="TTransformer">The type of the transformer that <see cref="Fit"/> returns.</typeparam>
/// <remarks>
/// The methods of <c>mlContext.Transforms</c> and <c>mlContext.AnomalyDetection.Trainers</c> create the estimators, and describe their
/// columns. A model that already exists is opened and verified when the estimator is created. Thread safety: may be used from several threads at
/// once.
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

    /// <summary>Creates the estimator of a step that runs a model in batches.</summary>
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
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns. A shape contains no sizes; <see cref="Fit"/> refuses wrong widths.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, of another type, or of variable size.
    /// </exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return outputShape(inputSchema);
    }

    /// <summary>
    /// Trains a model on the data, or checks the data's schema and opens the sessions of a model that already exists.
    /// </summary>
    /// <param name="input">
    /// The training data, or data with the input columns, of which no row is read and which may be empty. <c>ProduceWindows</c> reads the timestamps. Time
    /// series must be in the order of time.
    /// </param>
    /// <returns>The transformer. If it can be disposed, the caller should do so; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An input column is missing, or has another type, another width or a variable size.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// CUDA was requested without fallback and cannot be used. For <c>ApplyOnnxModelBatched</c> also: an input column has
    /// another width, or ONNX Runtime does not accept the model. For trainings: there are no rows, a number is infinite, the likelihood does not
    /// allow a value, a weight or label is unusable, or the training diverges (<c>VaeDivergenceException</c>). For time series: no series is as
    /// long as a window, or rows of a series are not in the order of time, or most have the time of the row before.
    /// </exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of a model folder.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return fit(input);
    }
}
