using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Trains on images whose pixels are drawn as black or white in each epoch. The test images are drawn once.</summary>
internal sealed class BinarizedSection : FiguresSection
{
    public const int BoundRowCount = 1000;
    private const int BoundSampleCount = 500;
    public const int TestSeed = 12345;

    public override string Name => "binarized";

    public override string Title => "Dynamically binarized MNIST, 784-400-20, seed 1";

    protected override int DefaultEpochCount => 20;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var test = TestDigits(run);
        using var model = Train(run, test, SectionRun.Preset("mnist", EpochCount(run)));
        using var first = FirstRows(test, model.InputDim);
        var elboLoss = -model.LogLikelihoodPerRow(first, 1).Average();
        var bound = -model.LogLikelihoodPerRow(first, BoundSampleCount).Average();
        return
        [
            new FigureTable(
                "Test loss by epoch",
                ["", "10", "15", "20", "reconstruction + KL"],
                [
                    ["VaeMlNet", .. TestLosses(model, 10, 15, 20), Terms(model.History[^1].Validation!)],
                    ["PyTorch", "102.20", "100.81", "99.92", "73.5 + 26.4"],
                ]
            ),
            new FigureTable(
                "Log-likelihood of the first 1000 test images, as a loss",
                ["", "1 sample", "500 samples", "difference"],
                [
                    ["VaeMlNet", Two(elboLoss), Two(bound), Two(elboLoss - bound)],
                    ["PyTorch, 20 epochs", "99.23", "94.23", "5.00"],
                    ["SVAE, published (Pythae's table)", "-", "93.13", "-"],
                ]
            ),
        ];
    }

    /// <summary>Returns the test images, binarized once.</summary>
    public static float[][] TestDigits(SectionRun run) => [.. Binarize(run.Digits.TestImages, new Random(TestSeed))];

    /// <summary>Trains a model on images that are binarized again in each epoch. The caller must dispose it.</summary>
    public static TrainedVae Train(SectionRun run, float[][] test, VaeTrainerOptions options)
    {
        var ml = new MLContext(seed: 1);
        var images = run.Digits.TrainImages;
        // Each epoch reads the view again, which draws the pixels again.
        var random = new Random(1);
        var training = FeatureDataView.Create(ml, Deferred(() => Binarize(images, random)), images.Width);
        var streamed = options with { Data = new() { ShuffleBufferRows = images.RowCount } };
        return new VaeTrainer(streamed).Fit(
            training,
            FeatureFileView.ColumnName,
            FeatureDataView.Create(ml, test, images.Width),
            new EpochPrinter(run.Report)
        );
    }

    /// <summary>
    /// Trains a model and returns its name, its test loss, the importance-weighted bounds of the first test images with 1 and 500 samples, and the
    /// number of its active latents.
    /// </summary>
    public static string[] Measure(SectionRun run, VaeTrainerOptions options, string name, float[][] test)
    {
        run.Report(name);
        using var model = Train(run, test, options);
        using var first = FirstRows(test, model.InputDim);
        var last = model.History[^1].Validation!;
        string[] row =
        [
            name,
            Two(last.Reconstruction + last.Kl),
            Two(-model.LogLikelihoodPerRow(first, 1).Average()),
            Two(-model.LogLikelihoodPerRow(first, BoundSampleCount).Average()),
            FormattableString.Invariant($"{model.CountActiveUnits(first)}"),
        ];
        run.Report(string.Join("; ", row));
        return row;
    }

    /// <summary>Returns the rows of which bounds are computed, float32 [1000, D].</summary>
    public static Tensor FirstRows(float[][] test, int width) =>
        tensor(test[..BoundRowCount].SelectMany(row => row).ToArray(), [BoundRowCount, width]);

    private static string Terms(VaeLoss loss) =>
        FormattableString.Invariant($"{loss.Reconstruction:F1} + {loss.Kl:F1}");

    private static IEnumerable<float[]> Deferred(Func<IEnumerable<float[]>> make)
    {
        foreach (var row in make())
        {
            yield return row;
        }
    }

    /// <summary>Draws each pixel as black or white.</summary>
    public static IEnumerable<float[]> Binarize(FeatureMatrix images, Random random)
    {
        for (var i = 0; i < images.RowCount; i++)
        {
            yield return Array.ConvertAll(images.Row(i).ToArray(), pixel => random.NextSingle() < pixel ? 1f : 0f);
        }
    }
}
