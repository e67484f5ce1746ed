using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>A transformer writes the model folder that it runs, also after its original folder was deleted.</summary>
public sealed class SaveModelFolderTests
{
    private readonly MLContext ml = new(seed: 1);
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void MakeFolder() => temporary = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => temporary.Dispose();

    [Test]
    public void SaveModelFolder_OfAFolder_IsTheSameModelUnderItsNewName()
    {
        var data = TinyTable.View(TinyTable.Rows(20));
        using var step = ml.Transforms.VaeScore("Score", [], TinyTable.Folder).Fit(data);

        step.SaveModelFolder(temporary["copy"]);

        using var copy = VaeModel.Open(temporary["copy"]);

        Assert.That(copy.Manifest.Name, Is.EqualTo("copy"));
        Assert.That(copy.Verify().Passed, Is.True);

        using var again = ml.Transforms.VaeScore("Score", [], copy).Fit(data);

        Assert.That(
            ViewColumns.Column<float>(again.Transform(data), "Score"),
            Is.EqualTo(ViewColumns.Column<float>(step.Transform(data), "Score"))
        );
    }

    [Test]
    public void FromFiles_ModelInMemory_RunsVerifiesAndIsCopied()
    {
        var files = ChecksumFile
            .RelativeFiles(TinyTable.Folder)
            .Where(file => file != ChecksumFile.Name)
            .ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(TinyTable.Folder, file)));
        var model = new StepModel(ModelFolder.FromFiles("in memory", files), SessionSettings.From(new()));
        var data = TinyTable.View(TinyTable.Rows(20));
        var step = EncodeStep.Create(model, "Latent", InputNames.FromNames([]), new()) with { FittedOn = data.Schema };
        using var transformer = new VaeTransformer(step, StepSessions.Open(step, ml));
        var latents = ViewColumns.Vectors(transformer.Transform(data), "Latent");

        transformer.SaveModelFolder(temporary["saved"]);

        using var saved = VaeModel.Open(temporary["saved"]);

        Assert.That(saved.Verify().Passed, Is.True);

        using var again = ml.Transforms.VaeEncode("Latent", [], saved).Fit(data);

        Assert.That(ViewColumns.Vectors(again.Transform(data), "Latent"), Is.EqualTo(latents));
        Assert.That(
            ChecksumFile.RelativeFiles(temporary["saved"]),
            Is.EquivalentTo(ChecksumFile.RelativeFiles(TinyTable.Folder))
        );
    }

    [Test]
    public void SaveModelFolder_MembersOfALaterProducer_Stay()
    {
        var folder = temporary.CopyOf(TinyTable.Folder, "later");
        var manifest = Path.Combine(folder, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"opset\"", "\"later\": [1], \"opset\""));
        ChecksumFile.Write(folder);
        using var step = ml.Transforms.VaeEncode("L", [], folder).Fit(TinyTable.View(TinyTable.Rows(1)));

        step.SaveModelFolder(temporary["copy"]);

        Assert.That(File.ReadAllText(temporary["copy", "manifest.json"]), Does.Contain("\"later\""));
    }

    [Test]
    public void SaveModelFolder_FolderIsGone_ReportsIt()
    {
        var folder = temporary.CopyOf(TinyTable.Folder, "gone");
        using var step = ml.Transforms.VaeEncode("L", [], folder).Fit(TinyTable.View(TinyTable.Rows(1)));
        Directory.Delete(folder, recursive: true);

        Assert.That(
            () => step.SaveModelFolder(temporary["copy"]),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("gone")
        );
        Assert.That(Directory.Exists(temporary["copy"]), Is.False);
    }

    [Test]
    public void SaveModelFolder_WithoutAModelFolder_SaysWhatToDo()
    {
        var data = TinyTable.View(TinyTable.Rows(1));
        using var step = ml.Transforms.VaeEncode("L", [], TinyTable.Folder).Fit(data);
        var restored = ml.Model.RestoreBatching(SavedZip.SaveAndLoad(step, data.Schema));
        var batched = SavedZip.Flatten(restored).OfType<VaeTransformer>().Single();

        Assert.That(
            () => batched.SaveModelFolder(temporary["copy"]),
            Throws.InvalidOperationException.With.Message.Contains("mlContext.Model.Save")
        );
        Assert.That(() => step.SaveModelFolder(""), Throws.ArgumentException);
    }
}
