using Microsoft.ML;

namespace VaeMlNet;

/// <summary>
/// An estimator that trains a variational autoencoder, and adds the mean of q(z|x) as features for the next step of a pipeline.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>Yes, several times; it is kept in memory unless <see cref="VaeTrainingDataOptions.ShuffleBufferRows"/> says otherwise</description></item>
/// <item><term>Label</term><description>None is needed. With a Key, Boolean or Single, the embeddings are trained to predict it</description></item>
/// <item><term>Input column types</term><description>Single, Vector of Single of known size (NaN: missing), Boolean, Key of UInt32 (0: missing)</description></item>
/// <item><term>Output column type</term><description>Vector of Single of the model's latent width L; of categorical latents, and of a label that is a latent, the probabilities, with slot names</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
/// <item><term>Deterministic?</term><description>Yes: one seed, and the posterior mean</description></item>
/// <item><term>Saved as</term><description>As <see cref="VaeCatalog.VaeEncode(TransformsCatalog, string, string[], VaeModelSource, VaeEncodeOptions)"/>: stock ML.NET transformers</description></item>
/// </list>
/// Source: Kingma and Welling 2014. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeFeaturizeEstimator : IEstimator<VaeTransformer>
{
    private readonly TrainedStep training;
    private readonly string outputColumnName;
    private readonly VaeEncodeOptions encodeOptions;

    internal VaeFeaturizeEstimator(TrainedStep training, string outputColumnName, VaeEncodeOptions encodeOptions)
    {
        this.training = training;
        this.outputColumnName = outputColumnName;
        this.encodeOptions = encodeOptions;
    }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => training.OutputShape(inputSchema, PromisedOutputs());

    /// <summary>Trains a model on the data.</summary>
    /// <param name="input">The training data.</param>
    /// <returns>The encoder. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing, of another type, or of variable size.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, a number is infinite, the likelihood does not allow a value, or a weight or label is unusable.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    public VaeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = training.Train(input, encodeOptions.IntraOpThreadCount);
        var step = EncodeStep.Create(
            model,
            outputColumnName,
            InputNames.FromNames(training.InputColumnNames),
            encodeOptions
        );
        return new VaeEstimator<VaeTransformer>(
            training.Environment,
            step,
            (fitted, sessions) => new(fitted, sessions)
        ).Fit(input);
    }

    private IEnumerable<OutputColumn> PromisedOutputs()
    {
        var slotNames = training.HasNamedLatents ? training.InputColumnNames : null;
        yield return new VectorOutput(outputColumnName, TrainedStep.AnyTensor, slotNames: slotNames);
        if (encodeOptions.LogVarianceColumnName is { } logVariance)
        {
            yield return new VectorOutput(logVariance, TrainedStep.AnyTensor);
        }
    }
}
