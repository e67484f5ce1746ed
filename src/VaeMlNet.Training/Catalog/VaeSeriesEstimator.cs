using Microsoft.ML;
using Microsoft.ML.Runtime;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>
/// An estimator that trains a variational autoencoder as an anomaly detector of the rows of time series; see
/// <c>mlContext.AnomalyDetection.Trainers.VaeSeries</c>.
/// </summary>
/// <remarks>
/// Estimator characteristics:
/// <list type="table">
/// <item><term>Looks at the data to train?</term><description>Yes, several times; its windows are kept in memory</description></item>
/// <item><term>Label</term><description>None; the training data may contain anomalies</description></item>
/// <item><term>Input column types</term><description>Single, or Vector of Single of known size (NaN: missing)</description></item>
/// <item><term>Output column types</term><description>Single (<c>Score</c>, nats); Boolean (<c>PredictedLabel</c>); Vector of Single (contributions, where they are asked for)</description></item>
/// <item><term>Runs on</term><description>CPU, or CUDA where VaeTrainerOptions.Device finds it</description></item>
/// <item><term>Deterministic?</term><description>Yes: one seed, and scores at the posterior mean</description></item>
/// <item><term>Saved as</term><description>A model folder (<see cref="VaeSeriesScoreTransformer.SaveModelFolder"/>), not in a pipeline</description></item>
/// </list>
/// Source: Xu et al. 2018. Thread safety: may be used from several threads at once.
/// </remarks>
public sealed class VaeSeriesEstimator : IEstimator<VaeSeriesScoreTransformer>
{
    private const string Name = "VaeSeries";
    private const string Score = "Score";
    private const int ParityRowCount = 256;

    private readonly IHostEnvironment environment;
    private readonly string[] channelColumnNames;
    private readonly VaeSeriesOptions options;
    private readonly VaeSeriesScoreOptions scoreOptions;

    internal VaeSeriesEstimator(
        IHostEnvironment environment,
        string[] channelColumnNames,
        VaeSeriesOptions options,
        VaeSeriesScoreOptions scoreOptions
    )
    {
        this.environment = environment;
        this.channelColumnNames = channelColumnNames;
        this.options = options.ToChecked();
        // Training and scoring read the same series.
        this.scoreOptions = scoreOptions with
        {
            SeriesColumnName = options.SeriesColumnName,
            TimestampColumnName = options.TimestampColumnName,
        };
        Columns = SeriesColumns.Checked(
            Name,
            channelColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName
        );
    }

    private SeriesColumns Columns { get; }

    /// <summary>Returns the columns that the transformer will output.</summary>
    /// <param name="inputSchema">The shape of the data.</param>
    /// <returns>The shape with the added columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        SeriesScoreStep.OutputShape(inputSchema, Columns, Score, scoreOptions);

    /// <summary>Trains a model on the data.</summary>
    /// <param name="input">The training data, in the order of time.</param>
    /// <returns>The detector. The caller should dispose it; otherwise the finalizer does.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are no rows, no series is as long as a window, rows of a series are not in the order of time, or a number is infinite.
    /// </exception>
    /// <exception cref="VaeDivergenceException">The loss is not finite.</exception>
    public VaeSeriesScoreTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var model = Train(input);
        var step = new SeriesScoreStep(model, Score, channelColumnNames, scoreOptions);
        return new(model, step, SeriesSessions.Open(step, environment));
    }

    private StepModel Train(IDataView input)
    {
        var settings = SessionSettings.From(new() { IntraOpThreadCount = scoreOptions.IntraOpThreadCount });
        using var channel = environment.Start(Name);
        using var model = new VaeSeriesTrainer(options).Fit(input, channelColumnNames, new EpochLog(channel));
        using var temporary = TemporaryFile.NewFolder("fit");
        var path = Path.Combine(temporary.Folder, Name.ToLowerInvariant());
        var windows = new WindowView(VaeSeriesTrainer.WindowsOf(model, Columns), input);
        model.ExportToRead(path, windows, ParityRowCount);
        return new(ModelFolder.OpenInMemory(path, $"trained in the pipeline by {Name}"), settings);
    }
}
