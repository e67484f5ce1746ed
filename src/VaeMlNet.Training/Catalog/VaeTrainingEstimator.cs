using Microsoft.ML;

namespace VaeMlNet;

/// <summary>An estimator that trains a variational autoencoder.</summary>
/// <typeparam name="TTransformer">The type of the transformer that <see cref="Fit"/> returns.</typeparam>
/// <remarks>
/// The methods of <c>mlContext.AnomalyDetection.Trainers</c> and <c>mlContext.Transforms</c> create the estimators, and describe their columns.
/// Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeTrainingEstimator<TTransformer> : IEstimator<TTransformer>
    where TTransformer : ITransformer
{
    private readonly Func<SchemaShape, SchemaShape> outputShape;
    private readonly Func<IDataView, TTransformer> train;

    internal VaeTrainingEstimator(Func<SchemaShape, SchemaShape> outputShape, Func<IDataView, TTransformer> train)
    {
        this.outputShape = outputShape;
        this.train = train;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return outputShape(inputSchema);
    }

    /// <summary>Trains a model on the data.</summary>
    /// <param name="input">The training data. Time series must be in the order of time.</param>
    /// <returns>The transformer. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, or of variable size.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a number is infinite, the likelihood does not allow a value, or a weight or label is unusable. Of time series also: no
    /// series is as long as a window, or rows of a series are not in the order of time.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    public TTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return train(input);
    }
}
