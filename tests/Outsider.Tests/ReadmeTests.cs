using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet.Outsider.Tests;

/// <summary>The README's code, run as a user would: this project sees public members only.</summary>
[NonParallelizable]
public sealed class ReadmeTests
{
    private TemporaryFolder folder = null!;
    private string startFolder = "";

    [SetUp]
    public void EnterFolderWithTheModel()
    {
        startFolder = Environment.CurrentDirectory;
        folder = new TemporaryFolder();
        folder.CopyOf(Repository.PathOf("onnx", "mnist"), "onnx/mnist");
        Environment.CurrentDirectory = folder.Path;
    }

    [TearDown]
    public void Leave()
    {
        Environment.CurrentDirectory = startFolder;
        folder.Dispose();
    }

    [Test]
    public void Readme_EachCodeBlock_IsInThisFile()
    {
        var source = Lines(
            File.ReadAllText(Repository.PathOf("tests", "Outsider.Tests", "ReadmeTests.cs")).Split('\n')
        );
        var blocks = File.ReadAllText(Repository.PathOf("README.md"))
            .Split("```csharp\n")
            .Skip(1)
            .Select(rest => rest.Split("```")[0])
            .ToArray();
        Assert.That(blocks, Has.Length.EqualTo(7));
        foreach (var block in blocks)
            Assert.That(source, Does.Contain(Lines(block.Split('\n'))), block);
    }

    [Test]
    public void Readme_FeaturesForAClassifier_Classifies()
    {
        var images = Strokes(200, seed: 1);
        var testImages = Strokes(100, seed: 2);

        var ml = new MLContext(seed: 1);
        var pipeline = ml
            .Transforms.VaeEncode("Latent", "Features", "onnx/mnist")
            .Append(ml.Transforms.Conversion.MapValueToKey("Label"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Latent", l1Regularization: 0));
        var model = pipeline.Fit(images);
        var metrics = ml.MulticlassClassification.Evaluate(model.Transform(testImages));

        Assert.That(metrics.MicroAccuracy, Is.GreaterThan(0.9));
    }

    [Test]
    public void Readme_AnyOnnxModel_GivesTheColumnsOfApplyOnnxModel()
    {
        var ml = new MLContext(seed: 1);
        var images = Strokes(40, seed: 1);

        var encoder = ml
            .Transforms.CopyColumns("features", "Features")
            .Append(ml.Transforms.ApplyOnnxModelBatched("onnx/mnist/encoder.onnx"));
        var encoded = encoder.Fit(images).Transform(images); // adds mean and log_variance

        var stock = ml
            .Transforms.CopyColumns("features", "Features")
            .Append(ml.Transforms.ApplyOnnxModel("onnx/mnist/encoder.onnx"))
            .Fit(images)
            .Transform(images);
        foreach (var name in new[] { "mean", "log_variance" })
        {
            Assert.That(encoded.Schema[name].Type, Is.EqualTo(stock.Schema[name].Type));
            Assert.That(
                encoded.GetColumn<float[]>(name).SelectMany(v => v),
                Is.EqualTo(stock.GetColumn<float[]>(name).SelectMany(v => v)).Within(1e-4)
            );
        }
    }

    [Test]
    public void Readme_AnomalyScores_NoiseScoresHigherThanStrokes()
    {
        var ml = new MLContext(seed: 1);
        var images = Strokes(20, seed: 1);
        var testImages = ml.Data.LoadFromEnumerable([Noise(seed: 3), .. Images(20, seed: 2)]);

        var detector = ml.Transforms.VaeScore("Score", "Features", "onnx/mnist").Fit(images);
        var scored = ml.Data.CreateEnumerable<ScoredImage>(detector.Transform(testImages), reuseRowObject: false);
        foreach (var row in scored)
            Console.WriteLine($"{row.Score:F1} nats{(row.PredictedLabel ? ", an anomaly" : "")}");

        Assert.That(scored.First().PredictedLabel, Is.True);
        Assert.That(scored.Skip(1).Select(row => row.Score), Has.All.LessThan(scored.First().Score));
    }

    [Test]
    public void Readme_Tables_ScoresFillsAndMakesUpRows()
    {
        var ml = new MLContext(seed: 1);
        var customers = ml.Data.LoadFromEnumerable(Customers(200, seed: 1));

        string[] columns = ["Age", "Income", "Member", "City"]; // NaN is a missing number, an empty text a missing city
        var pipeline = ml
            .Transforms.Conversion.MapValueToKey("City")
            .Append(ml.AnomalyDetection.Trainers.Vae(columns, scoreOptions: new() { ContributionsColumnName = "Why" }));
        using var detector = pipeline.Fit(customers);
        IDataView scored = detector.Transform(customers); // adds Score, PredictedLabel, and Why: each column's part of the score

        detector.LastTransformer.SaveModelFolder("onnx/customers");
        var impute = ml.Transforms.VaeImpute(columns, "onnx/customers");
        IDataView filled = impute.Fit(scored).Transform(scored);

        using var model = VaeModel.Open("onnx/customers");
        IDataView madeUp = ml.Data.VaeSample(model, rowCount: 100, seed: 1);

        float[] scores = [.. scored.GetColumn<float>("Score")];
        Assert.That(scores[0], Is.EqualTo(scores.Max()), "income and age of the first row do not go together");
        Assert.That(scored.GetColumn<float[]>("Why").First(), Has.Length.EqualTo(columns.Length));
        Assert.That(filled.GetColumn<float>("Income"), Has.All.Matches<float>(float.IsFinite));
        Assert.That(filled.GetColumn<uint>("City"), Has.All.GreaterThan(0u));
        Assert.That(madeUp.GetColumn<float>("Age").Count(), Is.EqualTo(100));
    }

    [Test]
    public void Readme_SavedPipelines_GiveTheSameValues()
    {
        var ml = new MLContext(seed: 1);
        var images = Strokes(20, seed: 1);
        ITransformer model = ml.Transforms.VaeScore("Score", "Features", "onnx/mnist").Fit(images);

        ml.Model.Save(model, images.Schema, "digits.zip");
        ITransformer loaded = ml.Model.RestoreVaeBatching(ml.Model.Load("digits.zip", out _));

        Assert.That(Scores(loaded), Is.EqualTo(Scores(model)).Within(1e-5).Percent);

        float[] Scores(ITransformer detector) => [.. detector.Transform(images).GetColumn<float>("Score")];
    }

    [Test]
    public void Readme_YourOwnModel_TrainsAndExports()
    {
        var images = Strokes(300, seed: 1);
        var testImages = Strokes(100, seed: 2);

        var trainer = new VaeTrainer(new VaeTrainerOptions { LatentDim = 8, EpochCount = 5 });
        using var trained = trainer.Fit(images, "Features", validationData: testImages);
        VaeExportReport report = trained.Export("onnx/mine", testImages);
        VaeLoss loss = trained.History[^1].Validation!;
        Console.WriteLine($"{loss.Total:F1} nats, parity within {report.LargestDifference:G2}");

        Assert.That(trained.History[^1].Training.Total, Is.LessThan(trained.History[0].Training.Total));
        using var model = VaeModel.Open("onnx/mine");
        Assert.That(model.Verify().Passed, Is.True);
    }

    [Test]
    public void Readme_AnyTorchSharpModule_Exports()
    {
        using var network = nn.Sequential(nn.Linear(784, 400), nn.ReLU(), nn.Linear(400, 10));
        OnnxExporter.Export(network, [784], "classifier.onnx");

        Assert.That(new FileInfo("classifier.onnx").Length, Is.GreaterThan(4 * 784 * 400));
    }

    private static IDataView Strokes(int count, int seed) =>
        new MLContext().Data.LoadFromEnumerable(Images(count, seed));

    /// <summary>Thick horizontal or vertical lines at random places: two classes that look a little like digits.</summary>
    private static Image[] Images(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Stroke(i % 2 == 0, random))];
    }

    private static Image Stroke(bool vertical, Random random)
    {
        var pixels = new float[784];
        int across = random.Next(10, 17);
        int from = random.Next(4, 8);
        int to = random.Next(20, 24);
        for (int along = from; along < to; along++)
        {
            for (int width = 0; width < 3; width++)
                pixels[vertical ? along * 28 + across + width : (across + width) * 28 + along] = 1;
        }
        return new Image { Features = pixels, Label = vertical ? "vertical" : "horizontal" };
    }

    private static Image Noise(int seed)
    {
        var random = new Random(seed);
        return new Image { Features = [.. Enumerable.Range(0, 784).Select(_ => random.NextSingle())], Label = "noise" };
    }

    /// <summary>Income goes with age, cities with membership; gaps here and there; the first is far off.</summary>
    private static Customer[] Customers(int count, int seed)
    {
        var random = new Random(seed);
        var customers = new Customer[count];
        for (int i = 0; i < count; i++)
        {
            float age = 20 + (40 * random.NextSingle());
            bool member = random.Next(2) == 0;
            customers[i] = new Customer
            {
                Age = age,
                Income = i % 10 == 5 ? float.NaN : (1000 * age) + (2000 * random.NextSingle()),
                Member = member,
                City = i % 10 == 7 ? "" : (member ? "Oslo" : "Rome"),
            };
        }
        customers[0] = customers[0] with { Age = 20, Income = 200_000 };
        return customers;
    }

    private static string Lines(IEnumerable<string> lines) =>
        string.Join('\n', lines.Select(line => line.Trim()).Where(line => line.Length > 0));

    private sealed class Image
    {
        [VectorType(784)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }

    private sealed record Customer
    {
        public float Age { get; set; }

        public float Income { get; set; }

        public bool Member { get; set; }

        public string City { get; set; } = "";
    }

    private sealed class ScoredImage
    {
        public float Score { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
