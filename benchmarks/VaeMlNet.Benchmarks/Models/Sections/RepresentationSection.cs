using System.Globalization;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures classifiers on 20 latents, with many labels and with few.</summary>
internal sealed class RepresentationSection : FiguresSection
{
    private const int LatentDim = 20;
    private const int PixelIterations = 40;

    public override string Name => "representation";

    public override string Title => "Features for classifiers";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var digits = run.Digits;
        var model = run.Train(SectionRun.Preset("mnist", EpochCount(run)));
        using var trainMeans = Encode(model, digits.Train);
        using var testMeans = Encode(model, digits.Test);
        var components = PrincipalComponents.Fit(digits, LatentDim);
        return
        [
            new FigureTable(
                "Error in %",
                [
                    "features",
                    "logistic regression, all labels",
                    "the same, 100 labels",
                    "1-nearest-neighbor, 3,000 labels",
                ],
                [
                    Row("pixels (784)", new(digits.Train, digits.Test, digits), PixelIterations),
                    Row("PCA (20)", new(components.Train, components.Test, digits), null),
                    Row("VAE means (20)", new(trainMeans, testMeans, digits), null),
                    ["pixels, scikit-learn", "7.4", "29.3", "10.49"],
                    ["PCA, scikit-learn", "11.9", "33.7", "10.48"],
                    ["VAE means, PyTorch and scikit-learn", "11.3 / 11.4 / 10.9", "31.1", "9.02"],
                ],
                "Logistic regression standardizes features by the labeled rows, and nearest neighbors use unchanged features. With all labels, the error is that of all test images. "
                    + "With few labels, it is that of the first 5,000, averaged over three draws. Logistic regression is ML.NET's "
                    + $"`LbfgsMaximumEntropy` without L1 penalty, on pixels with at most {PixelIterations.ToString(CultureInfo.InvariantCulture)} iterations. "
                    + "The 20 latents are better than pixels with few labels and a classifier that is not linear."
            ),
        ];
    }

    private static string[] Row(string name, FewLabels classifiers, int? iterations) =>
        [
            name,
            Percent(classifiers.LogisticRegressionError(labelCount: null, iterations)),
            Percent(classifiers.LogisticRegressionError(labelCount: 100, iterations)),
            Percent(classifiers.NearestNeighborError(labelCount: 3000)),
        ];

    private static Tensor Encode(TrainedVae model, Tensor images)
    {
        using var noGrad = no_grad();
        return model.Network.Encode(images);
    }
}
