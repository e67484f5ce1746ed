using VaeMlNet.Files;

namespace VaeMlNet.Data.Tests;

internal sealed class OutputFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_MissingFolders_CreatesThemAndLeavesNothingElse()
    {
        OutputFile.Write(folder["a/b/x.csv"], stream => stream.WriteByte(7));

        Assert.That(File.ReadAllBytes(folder["a/b/x.csv"]), Is.EqualTo(new byte[] { 7 }));
        Assert.That(folder.Entries, Has.Count.EqualTo(3));
    }

    [Test]
    public void Write_ContentFails_KeepsTheOldFileAndLeavesNothingElse()
    {
        var path = folder.Write("x.csv", "old");

        Assert.That(
            () =>
                OutputFile.Write(
                    path,
                    stream =>
                    {
                        stream.WriteByte(7);
                        throw new OperationCanceledException();
                    }
                ),
            Throws.TypeOf<OperationCanceledException>()
        );
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    [Test]
    public void Write_TargetIsAFolder_ReportsIt()
    {
        Assert.That(
            () => OutputFile.Write(folder.Path, _ => { }),
            Throws.TypeOf<CommandException>().With.Message.Contains(folder.Path).And.Message.Contains("it is a folder")
        );
    }

    [Test]
    public void Write_FullDisk_ReportsIt()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here, the device on which every write finds the disk full.");
        }

        Assert.That(
            () => OutputFile.Write("/dev/full", stream => stream.Write(new byte[100_000])),
            Throws.TypeOf<CommandException>().With.Message.Contains("/dev/full").And.Message.Contains("space")
        );
        Assert.That(() => File.AppendAllText("/dev/full", "x"), Throws.InstanceOf<IOException>(), "still the device");
    }

    [Test]
    public void Write_TargetIsALink_WritesWhereItPoints()
    {
        var target = folder.Write("target.csv", "old");
        File.CreateSymbolicLink(folder["link.csv"], target);

        OutputFile.Write(folder["link.csv"], stream => stream.WriteByte((byte)'n'));

        Assert.That(File.ReadAllText(target), Is.EqualTo("n"));
        Assert.That(File.ResolveLinkTarget(folder["link.csv"], false)?.FullName, Is.EqualTo(target));
    }

    [Test]
    public void CheckWritable_BelowAFile_NamesTheFile()
    {
        var file = folder.Write("x", "");

        Assert.That(
            () => OutputFile.CheckWritable(Path.Combine(file, "y", "z.csv")),
            Throws.TypeOf<CommandException>().With.Message.Contains($"'{file}' is a file")
        );
    }

    [TestCase("rows.jsonl", ".jsonl")]
    [TestCase("rows.csv.GZ", ".gz")]
    [TestCase("rows.xlsx", ".xlsx")]
    public void CheckWritable_EndingOfAnotherFormat_IsRefused(string name, string ending) =>
        Assert.That(
            () => OutputFile.CheckWritable(folder[name]),
            Throws.InstanceOf<CommandException>().With.Message.Contains($"no {ending} file is written. Choose a name")
        );

    [Test]
    public void CheckWritable_FoldersMissing_CreatesNothing()
    {
        OutputFile.CheckWritable(folder["a/b/c.csv"]);

        Assert.That(folder.Entries, Is.Empty);
    }

    [TestCase("n", 251)]
    [TestCase("ä", 125)]
    [TestCase("\U0001F600", 62)]
    public void Write_NameOfUpTo255Bytes_WritesIt(string letter, int count)
    {
        var path = folder[string.Concat(Enumerable.Repeat(letter, count)) + ".csv"];

        OutputFile.CheckWritable(path);
        OutputFile.Write(path, stream => stream.WriteByte(7));

        Assert.That(folder.Entries, Is.EqualTo(new[] { Path.GetFileName(path) }));
    }

    /// <summary>The temporary file of a killed process exists and is not locked.</summary>
    [Test]
    public void Write_AfterAKilledWriter_DeletesTheFilesOfThatWriter()
    {
        string orphan;
        using (var killed = TemporaryFile.Beside(folder["x.csv"]))
        {
            orphan = Path.GetFileName(killed.Path);
        }

        folder.Write(orphan, "half of");

        OutputFile.Write(folder["x.csv"], stream => stream.WriteByte(7));

        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }
}
