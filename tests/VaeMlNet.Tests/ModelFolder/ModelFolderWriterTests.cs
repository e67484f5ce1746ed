namespace VaeMlNet.Tests;

public sealed class ModelFolderWriterTests
{
    private TemporaryFolder _temporary = null!;
    private string _folder = "";

    [SetUp]
    public void CreateParent()
    {
        _temporary = new TemporaryFolder();
        _folder = _temporary.Combine("model");
    }

    [TearDown]
    public void DeleteParent() => _temporary.Dispose();

    [Test]
    public void Write_NewModel_CanBeOpenedAndLeavesNothingBeside()
    {
        ModelFolderWriter.Write(_folder, WriteBernoulli);

        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_NewModel_HasTheSumsOfSha256Sum()
    {
        ModelFolderWriter.Write(_folder, WriteBernoulli);

        string expected = File.ReadAllText(Path.Combine(TinyModel.Bernoulli.Folder, "SHA256SUMS"));
        Assert.That(File.ReadAllText(Path.Combine(_folder, "SHA256SUMS")), Is.EqualTo(expected));
    }

    [Test]
    public void Write_ParentsMissing_CreatesThem()
    {
        string deep = _temporary.Combine("a/b/model");

        ModelFolderWriter.Write(deep, WriteBernoulli);

        Assert.That(File.Exists(Path.Combine(deep, "encoder.onnx")), Is.True);
    }

    [TestCase("model/")]
    [TestCase("./x/../model")]
    public void Write_PathInAnotherForm_IsTheSameFolder(string path)
    {
        ModelFolderWriter.Write(Path.Combine(_temporary.Root, path), WriteBernoulli);

        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_OverAModel_ReplacesAllOfIt()
    {
        ModelFolderWriter.Write(_folder, WriteBernoulli);
        ModelFolderWriter.Write(
            _folder,
            folder =>
            {
                WriteGaussian(folder);
                File.WriteAllText(Path.Combine(folder, "sampler.json"), "{}");
            }
        );
        ModelFolderWriter.Write(_folder, WriteGaussian);

        Assert.That(ModelName(), Is.EqualTo("gaussian"));
        Assert.That(File.Exists(Path.Combine(_folder, "sampler.json")), Is.False);
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_CallbackFails_KeepsTheOldModelAndTheException()
    {
        ModelFolderWriter.Write(_folder, WriteBernoulli);

        Assert.That(
            () =>
                ModelFolderWriter.Write(
                    _folder,
                    folder =>
                    {
                        WriteGaussian(folder);
                        throw new FormatException("parity check failed");
                    }
                ),
            Throws.TypeOf<FormatException>()
        );

        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    [Platform("Linux")]
    public void Write_FullDisk_KeepsTheOldModelAndSaysWhatToDo()
    {
        ModelFolderWriter.Write(_folder, WriteBernoulli);

        // /dev/full is a device that answers every write with "no space left".
        var error = Assert.Throws<VaeModelException>(() =>
            ModelFolderWriter.Write(_folder, folder => File.WriteAllText("/dev/full", new string('x', 1 << 16)))
        );

        Assert.That(error!.Message, Does.Contain($"'{_folder}' could not be written").And.Contain("free disk space"));
        Assert.That(error.InnerException, Is.InstanceOf<IOException>());
        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_ParentIsAFile_SaysWhatToDo()
    {
        File.WriteAllText(_temporary.Combine("file"), "");
        string below = _temporary.Combine("file/model");

        var error = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(below, WriteBernoulli));

        Assert.That(error!.Message, Does.Contain($"'{below}' could not be written").And.Contain("permissions"));
    }

    [Test]
    public void Write_FolderOfSomethingElse_IsNotReplaced()
    {
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "thesis.tex"), "years of work");

        var error = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(_folder, WriteBernoulli));

        Assert.That(error!.Message, Does.Contain("no model folder"));
        Assert.That(File.Exists(Path.Combine(_folder, "thesis.tex")), Is.True);
    }

    [Test]
    public void Write_WhileAnotherWrites_IsRefused()
    {
        string? message = null;
        ModelFolderWriter.Write(
            _folder,
            folder =>
            {
                WriteBernoulli(folder);
                message = Assert
                    .Throws<VaeModelException>(() => ModelFolderWriter.Write(_folder, WriteGaussian))!
                    .Message;
            }
        );

        Assert.That(message, Does.Contain("being written by another process"));
        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
    }

    /// <summary>The states that a kill can leave, and which model is there afterwards.</summary>
    [TestCase("while writing the new one", "bernoulli")]
    [TestCase("between the two moves", "bernoulli")]
    [TestCase("before deleting the old one", "gaussian")]
    public void OpenAndWrite_AfterAKill_FindACompleteModel(string moment, string expected)
    {
        LeaveAsKilled(moment);
        Assert.That(ModelName(), Is.EqualTo(expected));

        ModelFolderWriter.Write(_folder, WriteGaussian);

        Assert.That(ModelName(), Is.EqualTo("gaussian"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [TestCase("while writing the new one")]
    [TestCase("between the two moves")]
    [TestCase("before deleting the old one")]
    public void Write_FailingAfterAKill_StillLeavesACompleteModel(string moment)
    {
        LeaveAsKilled(moment);

        Assert.That(
            () => ModelFolderWriter.Write(_folder, _ => throw new FormatException()),
            Throws.TypeOf<FormatException>()
        );

        Assert.That(ModelName(), Is.AnyOf("bernoulli", "gaussian"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    private void LeaveAsKilled(string moment)
    {
        switch (moment)
        {
            case "while writing the new one":
                _temporary.CopyOf(TinyModel.Bernoulli, "model");
                Directory.CreateDirectory(_temporary.Combine(".model.new"));
                File.WriteAllText(_temporary.Combine(".model.new/encoder.onnx"), "half of");
                break;
            case "between the two moves":
                _temporary.CopyOf(TinyModel.Bernoulli, ".model.old");
                _temporary.CopyOf(TinyModel.Gaussian, ".model.new");
                break;
            default:
                _temporary.CopyOf(TinyModel.Bernoulli, ".model.old");
                _temporary.CopyOf(TinyModel.Gaussian, "model");
                break;
        }
        File.WriteAllText(_temporary.Combine(".model.lock"), "");
    }

    private string ModelName()
    {
        using var model = VaeModel.Open(_folder);
        Assert.That(model.Verify().Passed, Is.True);
        return model.Manifest.Name;
    }

    private string[] Siblings() =>
        [.. Directory.EnumerateFileSystemEntries(_temporary.Root).Select(p => Path.GetFileName(p)!).Order()];

    private static void WriteBernoulli(string folder) => CopyInto(TinyModel.Bernoulli, folder);

    private static void WriteGaussian(string folder) => CopyInto(TinyModel.Gaussian, folder);

    private static void CopyInto(TinyModel model, string folder)
    {
        foreach (string file in ChecksumFile.RelativeFiles(model.Folder).Where(f => f != ChecksumFile.Name))
        {
            string target = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(model.Folder, file), target);
        }
    }
}
