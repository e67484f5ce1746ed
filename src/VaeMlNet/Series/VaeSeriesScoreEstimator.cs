using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>
/// An estimator that scores the rows of time series with a model of windows; see <c>mlContext.Transforms.VaeScoreSeries</c>.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>No</description></item>
/// <item><term>Input column types</term><description>Single, or Vector of Single of known size (NaN: missing)</description></item>
/// <item><term>Output column types</term><description>Single (the score, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
/// <item><term>Order</term><description>The rows keep their order and number; the view cannot be shuffled</description></item>
/// <item><term>Saved as</term><description>A model folder (<see cref="VaeSeriesScoreTransformer.SaveModelFolder"/>), not in a pipeline</description></item>
/// </list>
/// The model is opened and verified when the estimator is created. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeSeriesScoreEstimator : IEstimator<VaeSeriesScoreTransformer>
{
    private readonly IHostEnvironment environment;
    private readonly StepModel model;
    private readonly SeriesScoreStep step;

    internal VaeSeriesScoreEstimator(IHostEnvironment environment, StepModel model, SeriesScoreStep step)
    {
        this.environment = environment;
        this.model = model;
        this.step = step;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => step.OutputShape(inputSchema);

    /// <summary>Checks the data's schema and opens the sessions. It reads no row.</summary>
    /// <param name="input">Data with the input columns. It may be empty.</param>
    /// <returns>The transformer. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    /// <exception cref="InvalidOperationException">CUDA was requested without fallback and cannot be used.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime does not accept a graph of the model folder.</exception>
    public VaeSeriesScoreTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        step.Windows.AddedColumns(input.Schema);
        return new(model, step, SeriesSessions.Open(step, environment));
    }
}
