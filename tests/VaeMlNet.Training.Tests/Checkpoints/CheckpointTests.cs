using System.Text.Json;
using System.Text.Json.Nodes;
using TorchSharp;

namespace VaeMlNet.Tests;

public class CheckpointTests
{
    [Test]
    public void LoadCheckpoint_SavedModel_IsTheSameModel()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(30);
        using var saved = new VaeTrainer(Some.Options()).Fit(rows, rows);
        saved.SaveCheckpoint(folder["checkpoint"]);
        TrainedVae loaded;
        using (torch.NewDisposeScope())
        {
            loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        }

        using var freed = loaded;

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(saved)));
            Assert.That(loaded.History, Is.EqualTo(saved.History));
            Assert.That(loaded.TrainingData, Is.EqualTo(saved.TrainingData).UsingPropertiesComparer());
            Assert.That(loaded.FeatureColumnName, Is.EqualTo(saved.FeatureColumnName));
            Assert.That(JsonSerializer.Serialize(loaded.Options), Is.EqualTo(JsonSerializer.Serialize(saved.Options)));
            Assert.That(loaded.Evaluate(rows), Is.EqualTo(saved.Evaluate(rows)));
        });
    }

    /// <summary>Checkpoints of convolutional networks from before shapes were recorded.</summary>
    [Test]
    public void LoadCheckpoint_WithoutImage_HasThatOfTheNetwork()
    {
        using var folder = new TemporaryFolder();
        VaeImageShape image = new(1, 3, 4);
        using var rows = torch.rand(20, image.Size);
        using var saved = new VaeTrainer(
            new()
            {
                Network = new ConvolutionalNetworkOptions { Image = image, Filters = [4] },
                LatentDim = 2,
                EpochCount = 1,
            }
        ).Fit(rows);
        saved.SaveCheckpoint(folder.Path);
        var description = JsonNode.Parse(File.ReadAllText(folder["checkpoint.json"]))!;
        description["options"]!.AsObject().Remove("image");
        File.WriteAllText(folder["checkpoint.json"], description.ToJsonString());
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);

        Assert.That(loaded.Options.Image, Is.EqualTo(image));
    }

    [Test]
    public void SaveCheckpoint_Twice_KeepsOnlyTheNewWeights()
    {
        using var folder = new TemporaryFolder();
        using var first = Some.Trained(Some.Options(seed: 1));
        using var second = Some.Trained(Some.Options(seed: 2));
        first.SaveCheckpoint(folder.Path);
        second.SaveCheckpoint(folder.Path);
        using var loaded = TrainedVae.LoadCheckpoint(folder.Path);

        Assert.That(Some.Weights(loaded), Is.EqualTo(Some.Weights(second)));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(2));
    }

    [Test]
    public void LoadCheckpoint_NoFolder_NamesIt() =>
        Assert.That(
            () => TrainedVae.LoadCheckpoint("no-such-checkpoint"),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("no-such-checkpoint")
        );

    [Test]
    public void LoadCheckpoint_DamagedWeights_ReportsIt()
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var weights = Directory.GetFiles(folder.Path, "weights-*").Single();
        var bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("SHA-256")
        );
    }

    [TestCase("{", "checkpoint.json")]
    [TestCase("null", "contains only null")]
    public void LoadCheckpoint_DamagedDescription_ReportsIt(string json, string fact)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["checkpoint.json"], json);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(fact)
        );
    }

    [Test]
    public void LoadCheckpoint_OptionsOfAnotherNetwork_ReportsIt()
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var path = folder["checkpoint.json"];
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"latent_dim\": 3", "\"latent_dim\": 4"));

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("do not fit")
        );
    }

    /// <summary>A checkpoint from a stranger: whatever checkpoint.json says, nothing else is read and little is allocated.</summary>
    [TestCase("\"kind\": \"fully_connected\",", "", "checkpoint.json")]
    [TestCase("\"latent\": {", "\"latent\": { \"x\": {", "checkpoint.json")]
    [TestCase("\"latent_dim\": 3", "\"latent_dim\": 2000000000", "do not fit")]
    [TestCase("\"hidden_dims\": [\n        16", "\"hidden_dims\": [\n        2000000000", "do not fit")]
    [TestCase("\"input_dim\": 12", "\"input_dim\": 16000000", "do not fit")]
    [TestCase("\"input_dim\": 12", "\"input_dim\": -1", "input_dim")]
    [TestCase("\"epoch\": 1", "\"epoch\": 7", "epoch")]
    [TestCase("\"weights_sha256\": \"", "\"weights_sha256\": \"../../../x", "SHA-256")]
    [TestCase("\"training_data\": {", "\"training_data\": null, \"x\": {", "checkpoint.json")]
    [TestCase("\"row_count\": ", "\"row_count\": -", "rows")]
    [Proves(43)]
    public void LoadCheckpoint_HostileDescription_IsRefused(string from, string to, string fact)
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var path = folder["checkpoint.json"];
        var json = File.ReadAllText(path);

        Assert.That(json, Does.Contain(from));

        File.WriteAllText(path, json.Replace(from, to));

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(fact)
        );
    }

    [Test]
    [Platform("Linux")]
    [Proves(43)]
    public void LoadCheckpoint_SparseFilesOfManyGigabytes_AreRefusedBeforeReading()
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var weights = Directory.GetFiles(folder.Path, "weights-*").Single();
        SetLength(weights, 1L << 40);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("bytes")
        );

        SetLength(folder["checkpoint.json"], 1L << 40);

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("bytes")
        );
    }

    [TestCase("checkpoint.json")]
    [TestCase("weights")]
    [Platform("Linux")]
    [CancelAfter(20_000)]
    [Proves(43)]
    public void LoadCheckpoint_NamedPipeInsteadOfAFile_IsRefusedAtOnce(string file)
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var path = Directory.GetFiles(folder.Path, $"{file}*").Single();
        File.Delete(path);
        ProgramRun.Run("mkfifo", null, path)!.Succeeded();

        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("pipe")
        );
    }

    private static void SetLength(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.Open);
        stream.SetLength(length);
    }

    [Test]
    public void SaveCheckpoint_UnderAFile_NamesThePath()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        using var model = Some.Trained();

        Assert.That(
            () => model.SaveCheckpoint(folder["file", "checkpoint"]),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("could not be written")
        );
    }
}
