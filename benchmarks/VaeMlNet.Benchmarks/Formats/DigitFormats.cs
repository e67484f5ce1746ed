using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Benchmarks;

/// <summary>MNIST in every format: latents, scores and what can be learned from the latents.</summary>
internal sealed class DigitFormats(DigitTensors digits, IReadOnlyDictionary<OnnxWeightFormat, string> folders)
{
    private const string Output = "Output";

    private readonly MLContext ml = new(seed: 1);
    private readonly float[] latents = Latents(digits, folders[OnnxWeightFormat.Float32]);
    private readonly float[] scores = Scores(digits, folders[OnnxWeightFormat.Float32]);

    /// <summary>Latents and scores of the test images beside float32's.</summary>
    public (Difference Latents, Difference Scores) Differences(OnnxWeightFormat format) =>
        (
            Difference.Of(Latents(digits, folders[format]), latents),
            Difference.Of(Scores(digits, folders[format]), scores)
        );

    /// <summary>Accuracy on the test images of a logistic regression on the latents of the training images.</summary>
    public double Accuracy(OnnxWeightFormat format)
    {
        var train = DigitRow.View(ml, digits.TrainImages, digits.TrainLabels);
        var test = DigitRow.View(ml, digits.TestImages, digits.TestLabels);
        return new DigitClassification(ml, train, test).OnLatents(folders[format]);
    }

    private static float[] Latents(DigitTensors digits, string folder)
    {
        var ml = new MLContext(seed: 1);
        var view = FeatureDataView.Create(ml, digits.TestImages);
        using var encoder = ml.Transforms.VaeEncode(Output, FeatureDataView.ColumnName, folder).Fit(view);
        return [.. encoder.Transform(view).GetColumn<float[]>(Output).SelectMany(latent => latent)];
    }

    private static float[] Scores(DigitTensors digits, string folder)
    {
        var ml = new MLContext(seed: 1);
        var view = FeatureDataView.Create(ml, digits.TestImages);
        using var scorer = ml.Transforms.VaeScore(Output, FeatureDataView.ColumnName, folder).Fit(view);
        return [.. scorer.Transform(view).GetColumn<float>(Output)];
    }
}
