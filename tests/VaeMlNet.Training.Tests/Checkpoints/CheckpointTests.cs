using System.Text.Json;
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
            Assert.That(loaded.TrainingData, Is.EqualTo(saved.TrainingData));
            Assert.That(loaded.FeatureColumnName, Is.EqualTo(saved.FeatureColumnName));
            Assert.That(JsonSerializer.Serialize(loaded.Options), Is.EqualTo(JsonSerializer.Serialize(saved.Options)));
            Assert.That(loaded.Evaluate(rows), Is.EqualTo(saved.Evaluate(rows)));
        });
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
    public void LoadCheckpoint_DamagedWeights_SaysSo()
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
    [TestCase("null", "format version")]
    public void LoadCheckpoint_DamagedDescription_SaysSo(string json, string fact)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["checkpoint.json"], json);
        Assert.That(
            () => TrainedVae.LoadCheckpoint(folder.Path),
            Throws.TypeOf<VaeModelException>().With.Message.Contains(fact)
        );
    }

    [Test]
    public void LoadCheckpoint_OptionsOfAnotherNetwork_SaysSo()
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
