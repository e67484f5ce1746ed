using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace VaeMlNet.Cli;

/// <summary>The same linear classifier on different features: what do the latents keep of the digits?</summary>
/// <remarks>
/// Every feature set is standardised (NormalizeMeanVariance) and goes to multinomial logistic regression without L1
/// penalty, so that the features are all that differs, but for the iterations where said.
/// </remarks>
/// <param name="ml">The context.</param>
/// <param name="train">Digits to learn from: Features, Label.</param>
/// <param name="test">Digits to judge by.</param>
internal sealed class DigitClassification(MLContext ml, IDataView train, IDataView test)
{
    private const string Label = nameof(DigitRow.Label);
    private const string Pixels = nameof(DigitRow.Features);
    private const string Latent = "Latent";

    /// <summary>Accuracy on the VAE's posterior means, one more featurization step in the pipeline.</summary>
    public double OnLatents(string modelFolder) =>
        Accuracy(ml.Transforms.VaeEncode(Latent, Pixels, modelFolder), Latent, iterations: null);

    /// <summary>Accuracy on principal components.</summary>
    public double OnPrincipalComponents(int rank, int seed)
    {
        return Accuracy(
            ml.Transforms.ProjectToPrincipalComponents(Latent, Pixels, rank: rank, seed: seed),
            Latent,
            iterations: null
        );
    }

    /// <summary>Accuracy on the pixels themselves.</summary>
    /// <param name="iterations">L-BFGS iterations: with 784 features each takes long, and the last ones change little.</param>
    public double OnPixels(int iterations) => Accuracy(ml.Transforms.CopyColumns(Latent, Pixels), Latent, iterations);

    private double Accuracy(IEstimator<ITransformer> featurizer, string features, int? iterations)
    {
        LbfgsMaximumEntropyMulticlassTrainer.Options options = new()
        {
            LabelColumnName = Label,
            FeatureColumnName = features,
            L1Regularization = 0,
        };
        options.MaximumNumberOfIterations = iterations ?? options.MaximumNumberOfIterations;
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey(Label)
            .Append(featurizer)
            .Append(ml.Transforms.NormalizeMeanVariance(features, fixZero: false))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy(options));
        using var model = pipeline.Fit(train);
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(test), Label);
        return metrics.MicroAccuracy;
    }
}
