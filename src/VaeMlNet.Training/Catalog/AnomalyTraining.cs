using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Trains an anomaly detector on columns, in a pipeline.</summary>
internal sealed class AnomalyTraining
{
    private const string Score = "Score";

    private readonly TrainedStep training;
    private readonly VaeScoreOptions scoreOptions;
    private readonly SessionSettings settings;

    /// <exception cref="ArgumentException">Two columns have the same name, or an option is unsuitable or out of its range.</exception>
    public AnomalyTraining(TrainedStep training, VaeScoreOptions scoreOptions)
    {
        // Otherwise a wrong option would be an error after the training.
        ScoreStep.CheckOptions(Score, scoreOptions);
        if (scoreOptions.Kind == VaeScoreKind.MarginalLikelihood && training.MayChangeReconstructionErrors)
        {
            throw StepErrors.NoMarginalLikelihood(training.Description);
        }

        scoreOptions.CheckBatchSize(ScoreStep.Name);
        this.training = training;
        this.scoreOptions = scoreOptions;
        settings = TrainedStep.Settings(scoreOptions.IntraOpThreadCount);
    }

    public VaeEstimator<VaeScoreTransformer> Estimator() =>
        new(shape => training.OutputShape(shape, PromisedOutputs()), Fit);

    private VaeScoreTransformer Fit(IDataView data)
    {
        if (scoreOptions.UnseenColumnName is { } unseen && !training.HasCategories(data.Schema))
        {
            throw StepErrors.NoCategories(training.Description, unseen);
        }

        scoreOptions.CheckBatchSize(ScoreStep.Name, data.Schema, training.InputColumnNames);
        var model = training.Train(data, settings);
        var inputs = InputNames.FromNames(training.InputColumnNames);
        return ScoreStep.Estimator(training.Environment, model, Score, inputs, scoreOptions).Fit(data);
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
            yield return SlotsOutput(contributions);
        }

        if (scoreOptions.UnseenColumnName is { } unseen)
        {
            yield return SlotsOutput(unseen);
        }

        if (scoreOptions.ReasonsColumnName is { } reasons)
        {
            yield return new TextsOutput(reasons, TrainedStep.AnyTensor);
        }

        if (scoreOptions.PValueColumnName is { } pValue)
        {
            yield return new ScalarOutput(pValue, TrainedStep.AnyTensor);
        }
    }

    private VectorOutput SlotsOutput(string name) =>
        training.TakesFeaturesAsTheyAre
            ? new VectorOutput(name, TrainedStep.AnyTensor, hasInputSlots: true)
            : new VectorOutput(name, TrainedStep.AnyTensor, slotNames: training.InputColumnNames);
}

/// <summary>Trains an encoder on columns, in a pipeline.</summary>
internal sealed class EncoderTraining
{
    private readonly TrainedStep training;
    private readonly string outputColumnName;
    private readonly VaeEncodeOptions encodeOptions;
    private readonly SessionSettings settings;

    /// <exception cref="ArgumentException">Two columns have the same name, or an option is unsuitable or out of its range.</exception>
    public EncoderTraining(TrainedStep training, string outputColumnName, VaeEncodeOptions encodeOptions)
    {
        // Otherwise a wrong option would be an error after the training.
        EncodeStep.CheckOptions(outputColumnName, encodeOptions);
        encodeOptions.CheckBatchSize(EncodeStep.Name);
        if (encodeOptions.LogVarianceColumnName is { } logVariance && !training.HasLogVariances)
        {
            throw StepErrors.NoLogVariance(training.Description, logVariance);
        }

        this.training = training;
        this.outputColumnName = outputColumnName;
        this.encodeOptions = encodeOptions;
        settings = TrainedStep.Settings(encodeOptions.IntraOpThreadCount);
    }

    public VaeEstimator<VaeTransformer> Estimator() =>
        new(
            shape => training.OutputShape(shape, PromisedOutputs()),
            data =>
            {
                encodeOptions.CheckBatchSize(EncodeStep.Name, data.Schema, training.InputColumnNames);
                var model = training.Train(data, settings);
                var inputs = InputNames.FromNames(training.InputColumnNames);
                var step = EncodeStep.Create(model, outputColumnName, inputs, encodeOptions);
                return VaeCatalog.Estimator(training.Environment, step).Fit(data);
            }
        );

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
