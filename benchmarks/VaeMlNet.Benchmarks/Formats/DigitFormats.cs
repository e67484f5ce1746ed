using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures MNIST in every weight format: latents, scores, and the accuracy of a classifier on the latents.</summary>
internal sealed class DigitFormats(DigitTensors digits, IReadOnlyDictionary<OnnxWeightFormat, string> folders)
{
    private const string Output = "Output";

    private readonly float[] latents = Latents(digits.TestImages, folders[OnnxWeightFormat.Float32]);
    private readonly float[] scores = Scores(digits, folders[OnnxWeightFormat.Float32]);

    /// <summary>Compares the latents and scores of the test images with those of float32.</summary>
    public (Difference Latents, Difference Scores) Differences(OnnxWeightFormat format) =>
        (
            Difference.Compute(Latents(digits.TestImages, folders[format]), latents),
            Difference.Compute(Scores(digits, folders[format]), scores)
        );

    /// <summary>Returns the accuracy, on the test images, of a logistic regression on the latents of the training images.</summary>
    public double Accuracy(OnnxWeightFormat format)
    {
        using var train = Tensor(Latents(digits.TrainImages, folders[format]), digits.TrainImages.RowCount);
        using var test = Tensor(Latents(digits.TestImages, folders[format]), digits.TestImages.RowCount);
        return 1 - new FewLabels(train, test, digits).LogisticRegressionError(labelCount: null, iterations: null);
    }

    private static Tensor Tensor(float[] latents, int rowCount) =>
        tensor(latents, [rowCount, latents.Length / rowCount]);

    private static float[] Latents(FeatureMatrix images, string folder)
    {
        var ml = new MLContext(seed: 1);
        var view = FeatureDataView.Create(ml, images);
        using var encoder = ml.Transforms.VaeEncode(Output, FeatureFileView.ColumnName, folder).Fit(view);
        return [.. encoder.Transform(view).GetColumn<float[]>(Output).SelectMany(latent => latent)];
    }

    private static float[] Scores(DigitTensors digits, string folder)
    {
        var ml = new MLContext(seed: 1);
        var view = FeatureDataView.Create(ml, digits.TestImages);
        using var scorer = ml.Transforms.VaeScore(Output, FeatureFileView.ColumnName, folder).Fit(view);
        return [.. scorer.Transform(view).GetColumn<float>(Output)];
    }
}
