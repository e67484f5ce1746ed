namespace VaeMlNet.Tests;

/// <summary>Writing a model deletes files of earlier models only, whatever the place looks like.</summary>
public sealed class ReplaceableFolderTests
{
    private const string Sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private TemporaryFolder temporary = null!;
    private string modelFolder = "";

    [SetUp]
    public void CreateParent()
    {
        temporary = new TemporaryFolder();
        modelFolder = temporary["model"];
    }

    [TearDown]
    public void DeleteParent() => temporary.Dispose();

    [TestCase("a web app", "no SHA256SUMS")]
    [TestCase("a web app with sums", "its manifest.json is not that of a model")]
    [TestCase("a manifest that is a list", "its manifest.json is not that of a model")]
    [TestCase("a manifest of a later format version", "its manifest.json is not that of a model")]
    [TestCase("a manifest without architecture", "its manifest.json is not that of a model")]
    [TestCase("a model without sums", "no SHA256SUMS")]
    [TestCase("a model without manifest", "no manifest.json")]
    [TestCase("a model whose sums do not list the manifest", "its manifest.json is not that of a model")]
    [TestCase("a model with damaged sums", "its SHA256SUMS cannot be read")]
    [TestCase("a model with empty sums", "its SHA256SUMS cannot be read")]
    [TestCase("a model with notes", "notes.txt is no part of a model")]
    [TestCase("a model with hidden notes", ".notes is no part of a model")]
    [TestCase("a model with notes in its inner folder", "test_data_set_0/notes.txt is no part of a model")]
    [TestCase("a model with an empty folder", "plots is no part of a model")]
    [TestCase("a model with a link to a folder", "data is a link")]
    [TestCase("a model with a link instead of a file", "encoder.onnx is a link")]
    [TestCase("a model whose inner folder is a link", "test_data_set_0 is a link")]
    [Proves(39)]
    public void Write_OverOtherFiles_IsRefusedAndChangesNothing(string place, string obstacle)
    {
        MakePlace(place);
        var before = Snapshot();

        var write = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(modelFolder, WriteGaussian));
        var check = Assert.Throws<VaeModelException>(() => VaeModel.CheckReplaceable(modelFolder));

        Assert.That(write!.Message, Does.Contain($"'{modelFolder}'").And.Contain(obstacle));
        Assert.That(check!.Message, Is.EqualTo(write.Message));
        Assert.That(Snapshot(), Is.EqualTo(before));
    }

    [TestCase("nothing")]
    [TestCase("an empty folder")]
    [TestCase("a model")]
    [TestCase("a model with a changed manifest")]
    [TestCase("a model that lacks a file")]
    public void Write_NewFolderOrModel_WritesTheModel(string place)
    {
        MakePlace(place);

        VaeModel.CheckReplaceable(modelFolder);
        ModelFolderWriter.Write(modelFolder, WriteGaussian);

        Assert.That(ModelName(modelFolder), Is.EqualTo("gaussian"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_OverAFile_IsRefused()
    {
        temporary.Write("model", "thesis");

        var error = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(modelFolder, WriteGaussian));

        Assert.That(error!.Message, Does.Contain("it is a file"));
        Assert.That(File.ReadAllText(modelFolder), Is.EqualTo("thesis"));
    }

    [Test]
    [Proves(39)]
    public void Write_FileOfOthersAppearsMeanwhile_IsRefusedAndKeepsIt()
    {
        MakePlace("a model");

        var error = Assert.Throws<VaeModelException>(() =>
            ModelFolderWriter.Write(
                modelFolder,
                folder =>
                {
                    WriteGaussian(folder);
                    temporary.Write("model/notes.txt", "kept");
                }
            )
        );

        Assert.That(error!.Message, Does.Contain("notes.txt"));
        Assert.That(File.ReadAllText(temporary["model", "notes.txt"]), Is.EqualTo("kept"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Delete_FileOfOthersAppearsMeanwhile_KeepsItAndTheFolder()
    {
        MakePlace("a model with notes");

        Assert.That(() => ReplaceableFolder.Delete(modelFolder), Throws.InstanceOf<IOException>());

        Assert.That(File.Exists(temporary["model", "notes.txt"]), Is.True);
    }

    /// <summary>The temporary names next to the model may belong to other files.</summary>
    [TestCase(".model.old/thesis.tex")]
    [TestCase(".model.lock")]
    [TestCase(".model.new/thesis.tex")]
    [Proves(39)]
    public void Write_FilesOfOthersNextToTheModel_AreNotChanged(string file)
    {
        MakePlace("a model");
        Directory.CreateDirectory(Path.GetDirectoryName(temporary[file])!);
        temporary.Write(file, "years of work");

        try
        {
            ModelFolderWriter.Write(modelFolder, WriteGaussian);
        }
        catch (VaeModelException e)
        {
            Assert.That(e.Message, Does.Contain(file.Split('/')[0]));
        }

        Assert.That(File.ReadAllText(temporary[file]), Is.EqualTo("years of work"));
        Assert.That(ModelName(modelFolder), Is.AnyOf("bernoulli", "gaussian"));
    }

    [Test]
    public void Open_ModelIsMissingAndTheOldOneIsOfOthers_DoesNotMoveIt()
    {
        Directory.CreateDirectory(temporary[".model.old"]);
        temporary.Write(".model.old/thesis.tex", "years of work");

        Assert.That(() => VaeModel.Open(modelFolder), Throws.TypeOf<VaeModelException>());

        Assert.That(temporary.Entries, Is.EqualTo(new[] { ".model.old", ".model.old/thesis.tex" }));
    }

    [TestCase(true)]
    [TestCase(false)]
    [Proves(39)]
    public void Write_PlaceIsALinkToAFolder_WritesWhereItLeads(bool exists)
    {
        Directory.CreateDirectory(temporary["elsewhere"]);
        if (exists)
        {
            temporary.CopyOf(TinyModel.Bernoulli.Folder, "elsewhere/target");
        }

        Directory.CreateSymbolicLink(modelFolder, temporary["elsewhere", "target"]);

        ModelFolderWriter.Write(modelFolder, WriteGaussian);

        Assert.That(new DirectoryInfo(modelFolder).LinkTarget, Is.EqualTo(temporary["elsewhere", "target"]));
        Assert.That(ModelName(modelFolder), Is.EqualTo("gaussian"));
        Assert.That(Directory.GetFileSystemEntries(temporary["elsewhere"]), Has.Length.EqualTo(1));
    }

    [Test]
    public void Write_PlaceIsALinkToAFolderOfOthers_IsRefused()
    {
        Directory.CreateDirectory(temporary["elsewhere"]);
        temporary.Write("elsewhere/thesis.tex", "years of work");
        Directory.CreateSymbolicLink(modelFolder, temporary["elsewhere"]);

        Assert.That(() => ModelFolderWriter.Write(modelFolder, WriteGaussian), Throws.TypeOf<VaeModelException>());

        Assert.That(File.Exists(temporary["elsewhere", "thesis.tex"]), Is.True);
    }

    [TestCase("n", 255)]
    [TestCase("ä", 127)]
    public void Write_NameOfUpTo255Bytes_CanBeReplaced(string letter, int count)
    {
        var folder = temporary[string.Concat(Enumerable.Repeat(letter, count))];

        ModelFolderWriter.Write(folder, WriteBernoulli);
        ModelFolderWriter.Write(folder, WriteGaussian);

        Assert.That(ModelName(folder), Is.EqualTo("gaussian"));
        Assert.That(Siblings(), Has.Length.EqualTo(1));
    }

    /// <summary>A write deletes all files that an interrupted deletion left.</summary>
    [Test]
    public void Write_DeletionOfTheOldModelWasKilledAtAnyFile_DeletesTheRest()
    {
        MakePlace("a model");
        string[] files = [.. Directory.EnumerateFiles(TinyModel.Bernoulli.Folder, "*", SearchOption.AllDirectories)];
        string[] inOrder = [.. files.OrderBy(DeletionOrder)];
        for (var deleted = 0; deleted <= inOrder.Length; deleted++)
        {
            var old = temporary.CopyOf(TinyModel.Bernoulli.Folder, ".model.old");
            foreach (var file in inOrder.Take(deleted))
            {
                File.Delete(Path.Combine(old, Path.GetRelativePath(TinyModel.Bernoulli.Folder, file)));
            }

            if (deleted > inOrder.Length - 2)
            {
                Directory.Delete(Path.Combine(old, ModelFolderFiles.TestData), recursive: true);
            }

            ModelFolderWriter.Write(modelFolder, WriteGaussian);

            Assert.That(Siblings(), Is.EqualTo(new[] { "model" }), $"{deleted} files deleted");
        }
    }

    private static int DeletionOrder(string file) =>
        Path.GetFileName(file) switch
        {
            ChecksumFile.Name => 2,
            ModelFolderFiles.Manifest => 1,
            _ => 0,
        };

    private void MakePlace(string place)
    {
        if (place == "nothing")
        {
            return;
        }

        if (place == "an empty folder")
        {
            Directory.CreateDirectory(modelFolder);
            return;
        }

        if (place.StartsWith("a model", StringComparison.Ordinal))
        {
            temporary.CopyOf(TinyModel.Bernoulli.Folder, "model");
        }
        else
        {
            Directory.CreateDirectory(modelFolder);
            temporary.Write("model/index.html", "<html>");
            temporary.Write("model/manifest.json", Manifest(place));
            temporary.Write("model/SHA256SUMS", $"{Sum}  index.html\n{Sum}  manifest.json\n");
        }

        Change(place);
    }

    private static string Manifest(string place) =>
        place switch
        {
            "a manifest that is a list" => "[1]",
            "a manifest of a later format version" =>
                """{"format_version": 2, "producer": "x", "architecture": {}, "latent": {}}""",
            "a manifest without architecture" => """{"format_version": 1, "producer": "x", "latent": {}}""",
            _ => """{"name": "My web app", "start_url": "/", "manifest_version": 3}""",
        };

    private void Change(string place)
    {
        var sums = temporary["model", "SHA256SUMS"];
        switch (place)
        {
            case "a web app" or "a model without sums":
                File.Delete(sums);
                break;
            case "a model without manifest":
                File.Delete(temporary["model", "manifest.json"]);
                break;
            case "a model whose sums do not list the manifest":
                File.WriteAllLines(sums, File.ReadAllLines(sums).Where(line => !line.Contains("manifest")));
                break;
            case "a model with damaged sums":
                File.AppendAllText(sums, $"{Sum}  ../thesis.tex\n");
                break;
            case "a model with empty sums":
                File.WriteAllText(sums, "");
                break;
            case "a model with notes":
                temporary.Write("model/notes.txt", "");
                break;
            case "a model with hidden notes":
                temporary.Write("model/.notes", "");
                break;
            case "a model with notes in its inner folder":
                temporary.Write("model/test_data_set_0/notes.txt", "");
                break;
            case "a model with an empty folder":
                Directory.CreateDirectory(temporary["model", "plots"]);
                break;
            case "a model with a link to a folder":
                Directory.CreateSymbolicLink(temporary["model", "data"], temporary.Path);
                break;
            case "a model with a link instead of a file":
                File.Move(temporary["model", "encoder.onnx"], temporary["encoder"]);
                File.CreateSymbolicLink(temporary["model", "encoder.onnx"], temporary["encoder"]);
                break;
            case "a model whose inner folder is a link":
                Directory.Move(temporary["model", "test_data_set_0"], temporary["data"]);
                Directory.CreateSymbolicLink(temporary["model", "test_data_set_0"], temporary["data"]);
                break;
            case "a model with a changed manifest":
                File.AppendAllText(temporary["model", "manifest.json"], " ");
                break;
            case "a model that lacks a file":
                File.Delete(temporary["model", "encoder.onnx"]);
                break;
        }
    }

    private string[] Snapshot() => [.. temporary.Entries];

    private static string ModelName(string folder)
    {
        using var model = VaeModel.Open(folder);
        return model.Manifest.Name;
    }

    private string[] Siblings() =>
        [.. Directory.EnumerateFileSystemEntries(temporary.Path).Select(p => Path.GetFileName(p)!).Order()];

    private static void WriteBernoulli(string folder) => TinyModel.Bernoulli.CopyFilesInto(folder);

    private static void WriteGaussian(string folder) => TinyModel.Gaussian.CopyFilesInto(folder);
}
