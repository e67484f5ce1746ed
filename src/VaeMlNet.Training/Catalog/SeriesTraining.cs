using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace VaeMlNet;

/// <summary>Trains an anomaly detector on the windows of time series, in a pipeline.</summary>
internal sealed class SeriesTraining
{
    private const string Name = "VaeSeries";
    private const string Score = "Score";

    private readonly IHostEnvironment environment;
    private readonly string[] channelColumnNames;
    private readonly VaeSeriesOptions options;
    private readonly VaeSeriesScoreOptions scoreOptions;
    private readonly SeriesColumns columns;
    private readonly SessionSettings settings;

    /// <param name="environment">The environment of the catalog.</param>
    /// <param name="channelColumnNames">The columns of the channels.</param>
    /// <param name="options">The options of the training, which are copied.</param>
    /// <param name="scoreOptions">The options of the detector.</param>
    public SeriesTraining(
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
        columns = SeriesColumns.Checked(
            Name,
            channelColumnNames,
            options.SeriesColumnName,
            options.TimestampColumnName,
            nameof(channelColumnNames)
        );
        // Otherwise a wrong option would be an error after the training.
        SeriesScoreStep.CheckOptions(Score, scoreOptions);
        scoreOptions.CheckBatchSize(SeriesScoreStep.Name);
        settings = TrainedStep.Settings(scoreOptions.IntraOpThreadCount);
    }

    public VaeEstimator<VaeSeriesScoreTransformer> Estimator() =>
        new(
            shape =>
            {
                TrainingColumns.CheckShape(Name, shape, options.Training.Data);
                return SeriesScoreStep.OutputShape(shape, columns, Score, scoreOptions, options.Calendar);
            },
            Fit
        );

    private VaeSeriesScoreTransformer Fit(IDataView data)
    {
        scoreOptions.CheckBatchSize(
            SeriesScoreStep.Name,
            data.Schema,
            channelColumnNames,
            options.WindowLength ?? WindowLength.Longest
        );
        using var channel = environment.Start(Name);
        using var trained = new VaeSeriesTrainer(options).Fit(data, channelColumnNames, new EpochLog(channel));
        var windows = new WindowView(VaeSeriesTrainer.WindowsOf(trained, columns), data);
        var model = TrainedStep.Open(trained, windows, Name, settings);
        var step = new SeriesScoreStep(model, Score, channelColumnNames, scoreOptions);
        return step.Fit(model, data, environment);
    }
}
