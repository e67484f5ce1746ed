using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// An estimator that trains a variational autoencoder as an anomaly detector. A row's score measures how badly the model
/// explains the row.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>Yes, several times; it is kept in memory unless <see cref="VaeTrainingDataOptions.ShuffleBufferRows"/> says otherwise</description></item>
/// <item><term>Label</term><description>None is needed; the training data may contain anomalies. A Boolean or Single can mark known anomalies</description></item>
/// <item><term>Input column types</term><description>Single, Vector of Single of known size (NaN: missing), Boolean, Key of UInt32 (0: missing)</description></item>
/// <item><term>Output column types</term><description>Single (<c>Score</c>, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
/// <item><term>Deterministic?</term><description>Yes: one seed, and scores at the posterior mean</description></item>
/// <item><term>Saved as</term><description>As <see cref="VaeCatalog.VaeScore(TransformsCatalog, string, string[], VaeModelSource, VaeScoreOptions)"/>: stock ML.NET transformers</description></item>
/// </list>
/// Source: Kingma and Welling 2014; An and Cho 2015 for the score. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeAnomalyEstimator : IEstimator<VaeScoreTransformer>
{
    private const string Score = "Score";

    private readonly TrainedStep training;
    private readonly VaeScoreOptions scoreOptions;

    internal VaeAnomalyEstimator(TrainedStep training, VaeScoreOptions scoreOptions)
    {
        this.training = training;
        this.scoreOptions = scoreOptions;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => training.OutputShape(inputSchema, PromisedOutputs());

    /// <summary>Trains a model on the data.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The detector. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, or of variable size.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a number is infinite, the likelihood does not allow a value, or a weight or label is unusable.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    public VaeScoreTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = training.Train(input, scoreOptions.IntraOpThreadCount);
        var inputs = InputNames.FromNames(training.InputColumnNames);
        return ScoreStep.Estimator(training.Environment, model, Score, inputs, scoreOptions).Fit(input);
    }

    private IEnumerable<OutputColumn> PromisedOutputs()
    {
        yield return new ScalarOutput(Score, TrainedStep.AnyTensor);
        if (scoreOptions.PredictedLabelColumnName is { } label)
        {
            yield return new ThresholdOutput(label, TrainedStep.AnyTensor, 0);
        }

        if (scoreOptions.ContributionsColumnName is { } contributions)
        {
            yield return training.TakesFeaturesAsTheyAre
                ? new VectorOutput(contributions, TrainedStep.AnyTensor, hasInputSlots: true)
                : new VectorOutput(contributions, TrainedStep.AnyTensor, slotNames: training.InputColumnNames);
        }

        if (scoreOptions.PValueColumnName is { } pValue)
        {
            yield return new ScalarOutput(pValue, TrainedStep.AnyTensor);
        }
    }
}
