namespace VaeMlNet;

/// <summary>Trains an anomaly detector on columns, in a pipeline.</summary>
/// <param name="training">The training.</param>
/// <param name="scoreOptions">The options of the detector.</param>
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
