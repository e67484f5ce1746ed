using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Trains an anomaly detector on columns, in a pipeline.</summary>
internal sealed class AnomalyTraining(TrainedStep training, VaeScoreOptions scoreOptions)
{
    private const string Score = "Score";

    public VaeEstimator<VaeScoreTransformer> Estimator() =>
        new(
            shape => training.OutputShape(shape, PromisedOutputs()),
            data =>
            {
                var model = training.Train(data, scoreOptions.IntraOpThreadCount);
                var inputs = InputNames.FromNames(training.InputColumnNames);
                return ScoreStep.Estimator(training.Environment, model, Score, inputs, scoreOptions).Fit(data);
            }
        );

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
internal sealed class EncoderTraining(TrainedStep training, string outputColumnName, VaeEncodeOptions encodeOptions)
{
    public VaeEstimator<VaeTransformer> Estimator() =>
        new(
            shape => training.OutputShape(shape, PromisedOutputs()),
            data =>
            {
                var model = training.Train(data, encodeOptions.IntraOpThreadCount);
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
