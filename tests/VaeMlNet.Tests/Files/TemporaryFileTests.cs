using System.Diagnostics;
using System.Runtime.Versioning;
using VaeMlNet.Files;

namespace VaeMlNet.Tests;

public sealed class TemporaryFileTests
{
    private TemporaryFolder temporary = null!;

    [SetUp]
    public void CreateFolder() => temporary = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => temporary.Dispose();

    [Test]
    public void MoveTo_Written_PutsTheContentIntoItsPlaceAndLeavesNothingElse()
    {
        using (var file = TemporaryFile.Beside(temporary["x.csv"]))
        {
            file.Stream.WriteByte(7);
            file.MoveTo(temporary["x.csv"]);
        }

        Assert.That(File.ReadAllBytes(temporary["x.csv"]), Is.EqualTo(new byte[] { 7 }));
        Assert.That(temporary.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    [Test]
    public void Dispose_NotMoved_DeletesFileAndFolder()
    {
        var file = TemporaryFile.Beside(temporary["x.csv"]);
        Directory.CreateDirectory(Path.Combine(file.Folder, "inner"));

        file.Dispose();
        file.Dispose();

        Assert.That(temporary.Entries, Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no such permissions")]
    [UnsupportedOSPlatform("windows")]
    [Proves(39)]
    public void Beside_FileThatOnlyItsOwnerMayRead_StaysSoBeforeAndAfterItIsReplaced()
    {
        const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var place = temporary.Write("x.csv", "old");
        File.SetUnixFileMode(place, Owners);

        using var file = TemporaryFile.Beside(place);

        Assert.That(File.GetUnixFileMode(file.Path), Is.EqualTo(Owners));

        file.MoveTo(place);

        Assert.That(File.GetUnixFileMode(place), Is.EqualTo(Owners));
    }

    /// <summary>The temporary name must not be longer than the longest name that the place may have.</summary>
    [TestCase("n", 255)]
    [TestCase("ä", 127)]
    [TestCase("\U0001F600", 63)]
    public void MoveTo_NameOfUpTo255Bytes_Works(string letter, int count)
    {
        var place = temporary[string.Concat(Enumerable.Repeat(letter, count))];

        using (var file = TemporaryFile.Beside(place))
        {
            file.MoveTo(place);
        }

        Assert.That(File.Exists(place), Is.True);
    }

    [Test]
    [Proves(41)]
    public void Beside_AfterItsWriterWasKilled_DeletesTheFilesOfThatWriter()
    {
        var place = temporary["model.onnx"];
        KillWriterOf(place);

        Assert.That(temporary.Entries, Has.Count.EqualTo(3), "file, folder, and the file in it");

        TemporaryFile.Beside(place).Dispose();

        Assert.That(temporary.Entries, Is.Empty);
    }

    [Test]
    [Proves(41)]
    public void Beside_WhileAnotherProcessWritesThePlace_LeavesItsFilesAlone()
    {
        var place = temporary["model.onnx"];
        using var writer = StartWriterOf(place);
        string[] before = [.. temporary.Entries];

        TemporaryFile.Beside(place).Dispose();
        TemporaryFile.DeleteOrphans(temporary.Path);

        string[] after = [.. temporary.Entries];
        writer.Kill();
        writer.WaitForExit();

        Assert.That(before, Has.Length.EqualTo(3));
        Assert.That(after, Is.EqualTo(before));
    }

    [Test]
    public void Beside_InTheSameProcess_LeavesFilesThatAreOpenAlone()
    {
        using var first = TemporaryFile.Beside(temporary["x"]);
        using var second = TemporaryFile.Beside(temporary["x"]);

        Assert.That(File.Exists(first.Path) && File.Exists(second.Path), Is.True);
    }

    /// <summary>Another machine may write to the folder over a network without locks, so its files are kept for an hour.</summary>
    [TestCase(10, true)]
    [TestCase(70, false)]
    public void Beside_OrphanOfAnotherPlace_IsDeletedWhenItIsOld(int ageInMinutes, bool isKept)
    {
        var orphan = OrphanOf("other.csv");
        File.SetLastWriteTimeUtc(orphan, DateTime.UtcNow.AddMinutes(-ageInMinutes));

        TemporaryFile.Beside(temporary["x.csv"]).Dispose();

        Assert.That(File.Exists(orphan), Is.EqualTo(isKept));
    }

    [Test]
    public void DeleteOrphans_OfAnyPlace_DeletesThem()
    {
        OrphanOf("a");
        OrphanOf("b");

        TemporaryFile.DeleteOrphans(temporary.Path);

        Assert.That(temporary.Entries, Is.Empty);
    }

    [Test]
    [Proves(41)]
    public void DeleteOrphans_FilesOfOthers_StayAsTheyAre()
    {
        var orphan = Path.GetFileName(OrphanOf("x"));
        var target = temporary.Write("target", "kept");
        File.Delete(temporary[orphan]);
        File.CreateSymbolicLink(temporary[orphan], target);
        string[] names =
        [
            ".x.csv.0123456789abcdef0123456789abcdef.tmp",
            ".vaemlnet-notes.tmp",
            orphan[..^5] + "X.tmp",
            orphan + ".tmp",
            orphan[1..],
        ];
        foreach (var name in names)
        {
            temporary.Write(name, "somebody's");
        }

        TemporaryFile.DeleteOrphans(temporary.Path);
        TemporaryFile.Beside(temporary["x"]).Dispose();

        Assert.That(temporary.Entries, Is.EquivalentTo(names.Append("target").Append(orphan)));
    }

    /// <summary>Concurrent writers of one file must not delete each other's temporary files.</summary>
    [Test]
    public void Beside_ManyWritersOfOnePlaceAtOnce_EachWritesItsOwn()
    {
        var place = temporary["x"];
        Parallel.For(
            0,
            400,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            i =>
            {
                using var file = TemporaryFile.Beside(place);
                file.Stream.Write(BitConverter.GetBytes(i));
                file.MoveTo(place, flush: false);
            }
        );

        Assert.That(temporary.Entries, Is.EqualTo(new[] { "x" }));
        Assert.That(File.ReadAllBytes(place), Has.Length.EqualTo(sizeof(int)));
    }

    [Test]
    [Category("Long")]
    public void Beside_ManyFilesInOneFolder_TakesTheSameTimeForEach()
    {
        var first = Stopwatch.StartNew();
        WriteFiles(0, 1000);
        first.Stop();
        WriteFiles(1000, 4000);
        var last = Stopwatch.StartNew();
        WriteFiles(5000, 1000);

        Assert.That(last.Elapsed, Is.LessThan((3 * first.Elapsed) + TimeSpan.FromSeconds(0.2)));
    }

    /// <summary>A large folder is not listed for each file, and still its orphans do not stay.</summary>
    [Test]
    public void Beside_OrphanInALargeFolder_IsDeletedAfterSomeFiles()
    {
        WriteFiles(0, 200);
        var orphan = OrphanOf("x");

        for (var i = 0; i < 10 && File.Exists(orphan); i++)
        {
            TemporaryFile.Beside(temporary["x"]).Dispose();
        }

        Assert.That(File.Exists(orphan), Is.False);
    }

    private void WriteFiles(int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            var place = temporary[$"{i}.pb"];
            using var file = TemporaryFile.Beside(place);
            file.MoveTo(place, flush: false);
        }
    }

    /// <summary>Creates the temporary file of a killed process: it exists and is not locked.</summary>
    private string OrphanOf(string name)
    {
        using var file = TemporaryFile.Beside(temporary[name]);
        file.Dispose();
        return temporary.Write(Path.GetFileName(file.Path), "half of");
    }

    private static void KillWriterOf(string place)
    {
        using var writer = StartWriterOf(place);
        writer.Kill();
        writer.WaitForExit();
    }

    private static Process StartWriterOf(string place)
    {
        var writer = ChildProcess.Start(Path.GetTempPath(), UnfinishedWriter.Verb, place);
        Assert.That(writer.StandardOutput.ReadLine(), Is.EqualTo(UnfinishedWriter.IsWriting));
        return writer;
    }
}
