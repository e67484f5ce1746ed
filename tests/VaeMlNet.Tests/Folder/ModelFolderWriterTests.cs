using System.Runtime.Versioning;
using VaeMlNet.Files;

namespace VaeMlNet.Tests;

public sealed class ModelFolderWriterTests
{
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

    [Test]
    public void Write_NewModel_CanBeOpenedAndLeavesNothingBeside()
    {
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);

        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_NewModel_HasTheSumsOfSha256Sum()
    {
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);

        var expected = File.ReadAllText(Path.Combine(TinyModel.Bernoulli.Folder, "SHA256SUMS"));

        Assert.That(File.ReadAllText(Path.Combine(modelFolder, "SHA256SUMS")), Is.EqualTo(expected));
    }

    [Test]
    public void Write_ParentsMissing_CreatesThem()
    {
        var deep = temporary["a/b/model"];

        ModelFolderWriter.Write(deep, WriteBernoulli);

        Assert.That(File.Exists(Path.Combine(deep, "encoder.onnx")), Is.True);
    }

    [TestCase("model/")]
    [TestCase("./x/../model")]
    public void Write_PathInAnotherForm_IsTheSameFolder(string path)
    {
        ModelFolderWriter.Write(Path.Combine(temporary.Path, path), WriteBernoulli);

        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such permissions")]
    [UnsupportedOSPlatform("windows")]
    [Proves(39)]
    public void Write_OverAModelThatOnlyItsOwnerMayOpen_KeepsThePermissions()
    {
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);
        File.SetUnixFileMode(modelFolder, Owners);

        ModelFolderWriter.Write(
            modelFolder,
            folder =>
            {
                Assert.That(File.GetUnixFileMode(folder), Is.EqualTo(Owners), "while it is written");
                WriteBernoulli(folder);
            }
        );

        Assert.That(File.GetUnixFileMode(modelFolder), Is.EqualTo(Owners));
    }

    [Test]
    public void Write_OverAModel_ReplacesAllOfIt()
    {
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);
        ModelFolderWriter.Write(
            modelFolder,
            folder =>
            {
                WriteGaussian(folder);
                File.WriteAllText(Path.Combine(folder, "notes.json"), "{}");
            }
        );
        ModelFolderWriter.Write(modelFolder, WriteGaussian);

        Assert.That(ModelName(), Is.EqualTo("gaussian"));
        Assert.That(File.Exists(Path.Combine(modelFolder, "notes.json")), Is.False);
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_CallbackFails_KeepsTheOldModelAndTheException()
    {
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);

        Assert.That(
            () =>
                ModelFolderWriter.Write(
                    modelFolder,
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
        ModelFolderWriter.Write(modelFolder, WriteBernoulli);

        // /dev/full is a device that answers every write with "no space left".
        var error = Assert.Throws<VaeModelException>(() =>
            ModelFolderWriter.Write(modelFolder, folder => File.WriteAllText("/dev/full", new string('x', 1 << 16)))
        );

        Assert.That(
            error!.Message,
            Does.Contain($"'{modelFolder}' could not be written").And.Contain("free disk space")
        );
        Assert.That(error.Message, Does.Match(@"[^.]\. Nothing was replaced"), "one full stop, whatever the cause has");
        Assert.That(error.InnerException, Is.InstanceOf<IOException>());
        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_ParentIsAFile_SaysWhatToDo()
    {
        File.WriteAllText(temporary["file"], "");
        var below = temporary["file/model"];

        var error = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(below, WriteBernoulli));

        Assert.That(error!.Message, Does.Contain($"'{below}' could not be written").And.Contain("permissions"));
    }

    [Test]
    public void Write_FolderOfSomethingElse_IsNotReplaced()
    {
        Directory.CreateDirectory(modelFolder);
        File.WriteAllText(Path.Combine(modelFolder, "thesis.tex"), "years of work");

        var error = Assert.Throws<VaeModelException>(() => ModelFolderWriter.Write(modelFolder, WriteBernoulli));

        Assert.That(error!.Message, Does.Contain("it has no manifest.json"));
        Assert.That(File.Exists(Path.Combine(modelFolder, "thesis.tex")), Is.True);
    }

    [Test]
    public void Write_WhileAnotherWrites_IsRefused()
    {
        string? message = null;
        ModelFolderWriter.Write(
            modelFolder,
            folder =>
            {
                WriteBernoulli(folder);
                message = Assert
                    .Throws<VaeModelException>(() => ModelFolderWriter.Write(modelFolder, WriteGaussian))!
                    .Message;
            }
        );

        Assert.That(message, Does.Contain("being written by another process"));
        Assert.That(ModelName(), Is.EqualTo("bernoulli"));
    }

    /// <summary>The lock file comes and goes under threads that wait for it; a lock on a deleted file would let in a second one.</summary>
    [Test]
    [Proves(37)]
    public void TakeLock_ManyAtOnce_LetsOneInAtATime()
    {
        var paths = new ModelFolderPaths(modelFolder);
        var inside = 0;
        var most = 0;
        var taken = 0;
        void TakeOften()
        {
            for (var i = 0; i < 6000; i++)
            {
                try
                {
                    using var held = paths.TakeLock();
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Thread.Yield();
                    taken++;
                    Interlocked.Decrement(ref inside);
                }
                catch (IOException)
                {
                    // Another writer has the lock.
                }
            }
        }

        Thread[] threads = [.. Enumerable.Range(0, 6).Select(_ => new Thread(TakeOften))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.That(most, Is.EqualTo(1));
        Assert.That(taken, Is.GreaterThan(10), "or nobody was in anybody's way");
    }

    /// <summary>The states that a kill can leave, and which model is there afterwards.</summary>
    [TestCase("while writing the new one", "bernoulli")]
    [TestCase("between the two moves", "bernoulli")]
    [TestCase("before deleting the old one", "gaussian")]
    [Proves(37)]
    public void OpenAndWrite_AfterAKill_FindACompleteModel(string moment, string expected)
    {
        LeaveAsKilled(moment);

        Assert.That(ModelName(), Is.EqualTo(expected));

        ModelFolderWriter.Write(modelFolder, WriteGaussian);

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
            () => ModelFolderWriter.Write(modelFolder, _ => throw new FormatException()),
            Throws.TypeOf<FormatException>()
        );

        Assert.That(ModelName(), Is.AnyOf("bernoulli", "gaussian"));
        Assert.That(Siblings(), Is.EqualTo(new[] { "model" }));
    }

    [Test]
    public void Write_EmptyFile_IsRefusedAsOpeningWouldRefuseIt()
    {
        var error = Assert.Throws<VaeModelException>(() =>
            ModelFolderWriter.Write(modelFolder, folder => File.WriteAllText(Path.Combine(folder, "notes.json"), ""))
        );

        Assert.That(error!.Message, Does.Contain("notes.json is empty"));
        Assert.That(Siblings(), Is.Empty);
    }

    private void LeaveAsKilled(string moment)
    {
        switch (moment)
        {
            case "while writing the new one":
                temporary.CopyOf(TinyModel.Bernoulli.Folder, "model");
                LeaveNewFolder(folder => File.WriteAllText(Path.Combine(folder, "encoder.onnx"), "half of"));
                break;
            case "between the two moves":
                temporary.CopyOf(TinyModel.Bernoulli.Folder, ".model.old");
                LeaveNewFolder(WriteGaussian);
                break;
            default:
                temporary.CopyOf(TinyModel.Bernoulli.Folder, ".model.old");
                temporary.CopyOf(TinyModel.Gaussian.Folder, "model");
                break;
        }

        File.WriteAllText(temporary[".model.lock"], "");
    }

    private void LeaveNewFolder(Action<string> writeFilesInto)
    {
        using var temporaryFile = TemporaryFile.Beside(modelFolder);
        temporaryFile.Dispose();
        File.WriteAllText(temporaryFile.Path, "");
        writeFilesInto(Directory.CreateDirectory(temporaryFile.Folder).FullName);
    }

    private string ModelName()
    {
        using var model = VaeModel.Open(modelFolder);
        Assert.That(model.Verify().Passed, Is.True);
        return model.Manifest.Name;
    }

    private string[] Siblings() =>
        [.. Directory.EnumerateFileSystemEntries(temporary.Path).Select(p => Path.GetFileName(p)!).Order()];

    private static void WriteBernoulli(string folder) => TinyModel.Bernoulli.CopyFilesInto(folder);

    private static void WriteGaussian(string folder) => TinyModel.Gaussian.CopyFilesInto(folder);
}
