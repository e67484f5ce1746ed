// Trains a VAE on MNIST, exports it, and uses it in ML.NET pipelines: as features of a classifier, and to find turned digits.
// Quickstart [--mnist=artifacts/mnist] [--epochs=3] [--seed=1] [--out=artifacts/quickstart]
using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Quickstart;
using VaeMlNet;

const int latentDim = 20;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Dictionary<string, string> options = new()
{
    ["--mnist"] = Path.Combine("artifacts", "mnist"),
    ["--epochs"] = "3",
    ["--seed"] = "1",
    ["--out"] = Path.Combine("artifacts", "quickstart"),
};
foreach (var argument in args)
{
    var parts = argument.Split('=', 2);
    if (parts.Length != 2 || !options.ContainsKey(parts[0]))
    {
        Console.Error.WriteLine(
            $"'{argument}' is unknown; usage: Quickstart [{string.Join("=...] [", options.Keys)}=...]"
        );
        return 2;
    }

    options[parts[0]] = parts[1];
}

if (!int.TryParse(options["--epochs"], out var epochs) || !int.TryParse(options["--seed"], out var seed))
{
    Console.Error.WriteLine("--epochs and --seed are whole numbers");
    return 2;
}

var missing = Digit.Files.FirstOrDefault(name => !File.Exists(Path.Combine(options["--mnist"], name)));
if (missing is not null)
{
    Console.Error.WriteLine(
        $"MNIST is not in '{options["--mnist"]}': {missing} is missing. Pass --mnist=FOLDER with its four IDX files."
    );
    return 1;
}

var total = Stopwatch.StartNew();
var folder = options["--out"];
var modelFolder = Path.Combine(folder, "onnx", "mnist");
var ml = new MLContext(seed);
var train = Digit.Read(options["--mnist"], "train");
var test = Digit.Read(options["--mnist"], "t10k");

// Train the model and write the model folder. The code below does not need TorchSharp.
Stage(
    "train 784-400-20 and export",
    () =>
    {
        using var trainRows = Digit.ToTensor(train);
        using var testRows = Digit.ToTensor(test);
        var trainer = new VaeTrainer(
            new VaeTrainerOptions
            {
                HiddenDims = [400],
                LatentDim = latentDim,
                EpochCount = epochs,
                Seed = seed,
            }
        );
        using var trained = trainer.Fit(trainRows, testRows);
        var loss = trained.Evaluate(testRows);
        var report = trained.Export(modelFolder, testRows);
        return $"test loss {loss.Total:0.00} nats (reconstruction {loss.Reconstruction:0.0}, KL {loss.Kl:0.0}), "
            + $"largest difference of ONNX Runtime and TorchSharp {report.LargestDifference:0.0E+00}";
    }
);

// Classify: the same linear classifier on different features.
var classification = new DigitClassification(ml, ml.Data.LoadFromEnumerable(train), ml.Data.LoadFromEnumerable(test));
var pixels = nameof(Digit.Features);
Stage(
    $"classify on VAE means ({latentDim})",
    () => $"test accuracy {classification.Accuracy(ml.Transforms.VaeEncode("Latent", pixels, modelFolder)):0.0000}"
);
Stage(
    $"classify on PCA ({latentDim})",
    () =>
        $"test accuracy {classification.Accuracy(ml.Transforms.ProjectToPrincipalComponents("Latent", pixels, rank: latentDim, seed: seed)):0.0000}"
);

// More iterations take ten times as long and overfit a little: 0.921 instead of 0.927 (seed 1).
Stage(
    "classify on pixels (784), 30 iterations",
    () => $"test accuracy {classification.Accuracy(ml.Transforms.CopyColumns("Latent", pixels), 30):0.0000}"
);

// Find anomalies: some test images are turned, and each detector ranks all of them.
var turned = Digit.Turn(test, count: test.Length / 20, seed);
FindTurned("VAE negative ELBO", Scorer(VaeScoreKind.NegativeElbo));
FindTurned("VAE reconstruction error", Scorer(VaeScoreKind.ReconstructionError));
FindTurned(
    $"RandomizedPca ({latentDim})",
    ml.AnomalyDetection.Trainers.RandomizedPca(pixels, rank: latentDim, seed: seed)
);

using (var model = VaeModel.Open(modelFolder))
{
    Pictures.WriteReconstructions(Path.Combine(folder, "reconstructions.png"), model, test);
    Pictures.WriteSamples(Path.Combine(folder, "samples.png"), model, seed);
}

Console.WriteLine(
    $"{total.Elapsed.TotalSeconds:0.0} s in all; the model folder, reconstructions.png and samples.png are in {folder}"
);
return 0;

IEstimator<ITransformer> Scorer(VaeScoreKind kind) =>
    ml.Transforms.VaeScore("Score", pixels, modelFolder, new VaeScoreOptions { Kind = kind });

void FindTurned(string score, IEstimator<ITransformer> detector) =>
    Stage(
        $"find {turned.Count(digit => digit.IsTurned)} turned digits by {score}",
        () =>
        {
            var fitted = detector.Fit(ml.Data.LoadFromEnumerable(train));
            using var owned = fitted as IDisposable;
            // ML.NET's RandomizedPca gives NaN if the components explain a row completely and rounding makes the rest negative.
            var scores = fitted
                .Transform(ml.Data.LoadFromEnumerable(turned))
                .GetColumn<float>("Score")
                .Select(value => float.IsNaN(value) ? 0 : value);
            var (auroc, averagePrecision) = Ranking.Compute([.. scores], [.. turned.Select(digit => digit.IsTurned)]);
            return $"AUROC {auroc:0.000}, average precision {averagePrecision:0.000}";
        }
    );

void Stage(string name, Func<string> work)
{
    var clock = Stopwatch.StartNew();
    var reached = work();
    Console.WriteLine($"{name}: {reached} ({clock.Elapsed.TotalSeconds:0.0} s)");
}
