using VaeMlNet;

namespace Microsoft.ML;

/// <summary>The methods that create estimators which train a variational autoencoder in a pipeline.</summary>
/// <remarks>Thread safety: all members may be used from several threads at once.</remarks>
public static class VaeTrainersCatalog
{
    private const string DefaultFeatureColumnName = "Features";

    /// <summary>Trains an anomaly detector on a feature column. Missing values (NaN) are allowed.</summary>
    /// <param name="catalog">The trainers of anomaly detection.</param>
    /// <param name="featureColumnName">
    /// The features: Vector&lt;Single&gt; of known size, Single, Boolean or Key&lt;UInt32&gt;; Vector&lt;Single&gt; of known size for a likelihood of
    /// features (see <paramref name="options"/>). Default: <c>Features</c>.
    /// </param>
    /// <param name="options">
    /// Options for training. Default: see <see cref="VaeTrainerOptions"/>; null options are chosen from the data. With a
    /// likelihood of features (Bernoulli, categorical or multinomial), the features are used unchanged, and the likelihood must
    /// allow their values.
    /// </param>
    /// <param name="scoreOptions">Kind of score, contributions, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <param name="labelColumnName">
    /// A Boolean, Single or key column that marks known anomalies with true, 1 or yes. The model does not learn them, and rows like them get higher
    /// scores (<see cref="KnownAnomalyLabelOptions"/>). Default: null, which means none.
    /// </param>
    /// <returns>The estimator. Its transformer adds <c>Score</c> (Single, nats, higher is more anomalous) and <c>PredictedLabel</c> (Boolean).</returns>
    /// <exception cref="ArgumentException">A name is empty, two new columns have the same name, the label column is named twice, or score options do not suit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var detector = mlContext.AnomalyDetection.Trainers.Vae("Features", new VaeTrainerOptions { Contamination = 0.02 }).Fit(data);
    /// </code></example>
    public static VaeEstimator<VaeScoreTransformer> Vae(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string featureColumnName = DefaultFeatureColumnName,
        VaeTrainerOptions? options = null,
        VaeScoreOptions? scoreOptions = null,
        string? labelColumnName = null
    ) => Vae(catalog, [featureColumnName], options, scoreOptions, labelColumnName);

    /// <summary>
    /// Trains an anomaly detector on the raw columns of a table: numbers, Booleans and categories. Missing cells are allowed.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>Yes, several times; it is kept in memory unless <see cref="VaeTrainingDataOptions.ShuffleBufferRows"/> says otherwise</description></item>
    /// <item><term>Label</term><description>None is needed; the training data may contain anomalies. A Boolean, Single or key can mark known anomalies</description></item>
    /// <item><term>Input column types</term><description>Single, Vector of Single of known size (NaN: missing), Boolean, Key of UInt32 (0: missing)</description></item>
    /// <item><term>Output column types</term><description>Single (<c>Score</c>, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
    /// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
    /// <item><term>Deterministic?</term><description>Yes: one seed, and scores at the posterior mean</description></item>
    /// <item><term>Saved as</term><description>As <c>VaeScore</c>: stock ML.NET transformers</description></item>
    /// </list>
    /// Source: Kingma and Welling 2014; An and Cho 2015 for the score.
    /// </remarks>
    /// <param name="catalog">The trainers of anomaly detection.</param>
    /// <param name="inputColumnNames">The columns: Single, Vector&lt;Single&gt; of known size, Boolean or Key&lt;UInt32&gt;.</param>
    /// <param name="options">Options for training. Default: see <see cref="VaeTrainerOptions"/>; null options are chosen from the data.</param>
    /// <param name="scoreOptions">Kind of score, contributions, batch size. Default: see <see cref="VaeScoreOptions"/>.</param>
    /// <param name="labelColumnName">
    /// A Boolean, Single or key column that marks known anomalies with true, 1 or yes. The model does not learn them, and rows like them get higher
    /// scores (<see cref="KnownAnomalyLabelOptions"/>). Default: null, which means none.
    /// </param>
    /// <returns>The estimator. Its transformer adds <c>Score</c> (Single, nats, higher is more anomalous) and <c>PredictedLabel</c> (Boolean).</returns>
    /// <exception cref="ArgumentException">No column is named, a name is empty, two new columns have the same name, the label column is named twice, or score options do not suit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static VaeEstimator<VaeScoreTransformer> Vae(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string[] inputColumnNames,
        VaeTrainerOptions? options = null,
        VaeScoreOptions? scoreOptions = null,
        string? labelColumnName = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var training = new TrainedStep(
            MlNetInternals.GetEnvironment(catalog),
            nameof(Vae),
            inputColumnNames,
            WithKnownAnomalies(options ?? new(), labelColumnName),
            TrainerDefaults.Detectors
        );
        return new AnomalyTraining(training, scoreOptions ?? new()).Estimator();
    }

    /// <summary>Trains an anomaly detector on the windows of time series, which scores each of their rows.</summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>Yes, several times; its windows are kept in memory</description></item>
    /// <item><term>Label</term><description>None; the training data may contain anomalies</description></item>
    /// <item><term>Input column types</term><description>Single, or Vector of Single of known size (NaN: missing)</description></item>
    /// <item><term>Output column types</term><description>Single (<c>Score</c>, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
    /// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
    /// <item><term>Deterministic?</term><description>Yes: one seed, and scores at the posterior mean</description></item>
    /// <item><term>Saved as</term><description>A model folder (<see cref="VaeTransformer.SaveModelFolder"/>), not in a pipeline</description></item>
    /// </list>
    /// Source: Xu et al. 2018.
    /// </remarks>
    /// <param name="catalog">The trainers of anomaly detection.</param>
    /// <param name="channelColumnNames">The channels: Single, or Vector&lt;Single&gt; of known size with a channel in each slot (NaN: missing).</param>
    /// <param name="options">The length of windows, the columns of series and time, training. Default: see <see cref="VaeSeriesOptions"/>.</param>
    /// <param name="scoreOptions">
    /// Causal or covering scores, contributions, threshold. The columns of series and time are those of <paramref name="options"/>. Default: see
    /// <see cref="VaeSeriesScoreOptions"/>.
    /// </param>
    /// <returns>The estimator. Its transformer adds <c>Score</c> (Single, nats, higher is more anomalous) and <c>PredictedLabel</c> (Boolean).</returns>
    /// <exception cref="ArgumentException">No channel is named, a name is empty, a column is named twice, or score options do not suit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// var detector = mlContext.AnomalyDetection.Trainers.VaeSeries(["Cpu", "Memory"], new() { SeriesColumnName = "Machine" }).Fit(data);
    /// </code></example>
    public static VaeEstimator<VaeSeriesScoreTransformer> VaeSeries(
        this AnomalyDetectionCatalog.AnomalyDetectionTrainers catalog,
        string[] channelColumnNames,
        VaeSeriesOptions? options = null,
        VaeSeriesScoreOptions? scoreOptions = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(channelColumnNames);
        return new SeriesTraining(
            MlNetInternals.GetEnvironment(catalog),
            channelColumnNames,
            options ?? new(),
            scoreOptions ?? new()
        ).Estimator();
    }

    /// <summary>
    /// Trains an encoder on the raw columns of a table. Its transformer adds the latent means of each row as features for the
    /// next step.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>Looks at the data to train?</term><description>Yes, several times; it is kept in memory unless <see cref="VaeTrainingDataOptions.ShuffleBufferRows"/> says otherwise</description></item>
    /// <item><term>Label</term><description>None is needed. A label can be a latent (<see cref="SemiSupervisedLabelOptions"/>)</description></item>
    /// <item><term>Input column types</term><description>Single, Vector of Single of known size (NaN: missing), Boolean, Key of UInt32 (0: missing)</description></item>
    /// <item><term>Output column type</term><description>Vector of Single of the model's latent width L; of categorical latents, and of a label that is a latent, the probabilities, with slot names</description></item>
    /// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
    /// <item><term>Deterministic?</term><description>Yes: one seed, and the posterior mean</description></item>
    /// <item><term>Saved as</term><description>As <c>VaeEncode</c>: stock ML.NET transformers</description></item>
    /// </list>
    /// Source: Kingma and Welling 2014.
    /// </remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;, the mean of q(z|x).</param>
    /// <param name="inputColumnNames">The columns: Single, Vector&lt;Single&gt; of known size, Boolean or Key&lt;UInt32&gt;.</param>
    /// <param name="options">Options for training. Default: see <see cref="VaeTrainerOptions"/>; null options are chosen from the data.</param>
    /// <param name="encodeOptions">Log-variances, batch size. Default: see <see cref="VaeEncodeOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">No column is named, a name is empty, both new columns have the same name, or the latents are categories without log-variances.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// mlContext.Transforms.VaeFeaturize("Latent", ["Age", "Job", "Income"], new VaeTrainerOptions { LatentDim = 4 })
    ///     .Append(mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression("Label", "Latent"));
    /// </code></example>
    public static VaeEstimator<VaeTransformer> VaeFeaturize(
        this TransformsCatalog catalog,
        string outputColumnName,
        string[] inputColumnNames,
        VaeTrainerOptions? options = null,
        VaeEncodeOptions? encodeOptions = null
    )
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        var training = new TrainedStep(
            MlNetInternals.GetEnvironment(catalog),
            nameof(VaeFeaturize),
            inputColumnNames,
            options ?? new(),
            TrainerDefaults.Tables
        );
        return new EncoderTraining(training, outputColumnName, encodeOptions ?? new()).Estimator();
    }

    /// <summary>Trains an encoder on a feature column. Its transformer adds the latent means of each row.</summary>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">Name of the new column: Vector&lt;Single, L&gt;, the mean of q(z|x).</param>
    /// <param name="inputColumnName">
    /// The features: Vector&lt;Single&gt; of known size, Single, Boolean or Key&lt;UInt32&gt;; Vector&lt;Single&gt; of known size for a likelihood of
    /// features (see <paramref name="options"/>). Null means <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">
    /// Options for training. Default: see <see cref="VaeTrainerOptions"/>; null options are chosen from the data. With a
    /// likelihood of features (Bernoulli, categorical or multinomial), the features are used unchanged, and the likelihood must
    /// allow their values.
    /// </param>
    /// <param name="encodeOptions">Log-variances, batch size. Default: see <see cref="VaeEncodeOptions"/>.</param>
    /// <returns>The estimator.</returns>
    /// <exception cref="ArgumentException">A name is empty, both new columns have the same name, or the latents are categories without log-variances.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static VaeEstimator<VaeTransformer> VaeFeaturize(
        this TransformsCatalog catalog,
        string outputColumnName,
        string? inputColumnName = null,
        VaeTrainerOptions? options = null,
        VaeEncodeOptions? encodeOptions = null
    ) => VaeFeaturize(catalog, outputColumnName, [inputColumnName ?? outputColumnName], options, encodeOptions);

    private static VaeTrainerOptions WithKnownAnomalies(VaeTrainerOptions options, string? labelColumnName)
    {
        if (labelColumnName is null)
        {
            return options;
        }

        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        return options.Labels is null
            ? options with
            {
                Labels = new KnownAnomalyLabelOptions { ColumnName = labelColumnName },
            }
            : throw new ArgumentException(
                $"The label column '{labelColumnName}' is named, but VaeTrainerOptions.Labels already names '{options.Labels.ColumnName}'. Name it in one of them.",
                nameof(labelColumnName)
            );
    }
}
