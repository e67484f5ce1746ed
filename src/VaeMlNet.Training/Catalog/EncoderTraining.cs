using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Trains an encoder on columns, in a pipeline.</summary>
/// <param name="training">The training.</param>
/// <param name="outputColumnName">The column of the latents.</param>
/// <param name="encodeOptions">The options of the encoder.</param>
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
