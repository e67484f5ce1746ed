using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Quickstart;

/// <summary>Trains the same linear classifier on different features of digits.</summary>
/// <remarks>Features are standardized and passed to multinomial logistic regression without L1 penalty.</remarks>
internal sealed class DigitClassification(MLContext ml, IDataView train, IDataView test)
{
    private const string Label = nameof(Digit.Label);
    private const string Latent = "Latent";

    /// <summary>Returns the accuracy on the test digits.</summary>
    /// <param name="featurizer">Writes the features to the column "Latent".</param>
    /// <param name="iterations">The largest number of L-BFGS iterations; null for ML.NET's default.</param>
    public double Accuracy(IEstimator<ITransformer> featurizer, int? iterations = null)
    {
        var options = new LbfgsMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = Label,
            FeatureColumnName = Latent,
            L1Regularization = 0,
        };
        options.MaximumNumberOfIterations = iterations ?? options.MaximumNumberOfIterations;
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey(Label)
            .Append(featurizer)
            .Append(ml.Transforms.NormalizeMeanVariance(Latent, fixZero: false))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
        using var model = pipeline.Fit(train);
        return ml.MulticlassClassification.Evaluate(model.Transform(test), Label).MicroAccuracy;
    }
}
