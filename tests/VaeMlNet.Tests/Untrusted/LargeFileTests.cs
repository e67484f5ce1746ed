using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace VaeMlNet.Tests;

/// <summary>Files of a model folder that are too large are refused before they are read, and others take little memory.</summary>
public sealed class LargeFileTests
{
    /// <summary>A few times the memory that opening a tiny model allocates.</summary>
    private const long LittleMemory = 8L << 20;

    /// <summary>The allowance in addition to three times the size of the files, as docs/model-folder.md states.</summary>
    private const long Besides = 128L << 20;

    private TemporaryFolder temporary = null!;
    private string folder = "";

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Gaussian.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    /// <summary>The files are sparse and take no space on the disk.</summary>
    [TestCase(ChecksumFile.Name, 300L << 20)]
    [TestCase("manifest.json", 1L << 30)]
    [TestCase("calibration.json", 1L << 30)]
    [TestCase("history.json", 1L << 30)]
    [TestCase("encoder.onnx", 1L << 31)]
    [TestCase("test_data_set_0/encoder_input_0.pb", 1L << 31)]
    [TestCase("notes.txt", 1L << 40)]
    [Platform("Linux,MacOsX")]
    [Proves(35)]
    public void Open_FileAboveItsLimit_IsRefusedBeforeReading(string file, long bytes)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, "{}");
            ChecksumFile.Write(folder);
        }

        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(bytes);
        }

        RefusesInLittleMemory($"{file} has", "expected at most");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Open_FilesThatAreTooLargeTogether_AreRefusedBeforeReading()
    {
        for (var i = 0; i < 9; i++)
        {
            using var stream = File.Create(Path.Combine(folder, $"part{i}"));
            stream.SetLength(1L << 30);
        }

        RefusesInLittleMemory("the folder", "expected at most");
    }

    [Test]
    public void Open_FoldersInFolders_AreRefused()
    {
        var inner = Path.Combine([folder, .. Enumerable.Repeat("d", 12)]);
        Directory.CreateDirectory(inner);
        File.WriteAllText(Path.Combine(inner, "file"), "content");

        RefusesInLittleMemory("folders more than 8 deep");
    }

    /// <summary>A number takes two bytes in the file and more in memory, so numbers are counted first.</summary>
    [TestCase("manifest.json", 2_100_000)]
    [TestCase("history.json", 1_100_000)]
    [Proves(35)]
    public void Open_JsonOfTooManyNumbers_IsRefusedInLittleMemory(string file, int count)
    {
        var numbers = new StringBuilder().Insert(0, "0,", count).Append('0').ToString();
        var json = Encoding.UTF8.GetBytes($$"""{"format_version":1,"best_epoch":1,"epochs":[{{numbers}}]}""");
        File.WriteAllBytes(Path.Combine(folder, file), json);
        ChecksumFile.Write(folder);

        RefusesInLittleMemory("more than");
    }

    [Test]
    public void Open_SumsOfMoreFilesThanAFolderMayHave_AreRefused()
    {
        var sums = new StringBuilder();
        for (var i = 0; i < 100_001; i++)
        {
            sums.Append(CultureInfo.InvariantCulture, $"{new string('0', 64)}  {i}\n");
        }

        File.WriteAllText(Path.Combine(folder, ChecksumFile.Name), sums.ToString());

        Assert.That(
            () => VaeModel.Open(folder).Dispose(),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("more than 100,000 files")
        );
    }

    [Test]
    public void ReadManifest_AboveItsLimit_IsRefusedBeforeReading()
    {
        var path = Path.Combine(folder, "manifest.json");
        using (var stream = File.OpenWrite(path))
        {
            stream.SetLength(1L << 30);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.That(() => ManifestJson.Read(path), Throws.TypeOf<VaeModelException>());

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(LittleMemory));
    }

    /// <summary>The growth of the largest working set, with what ONNX Runtime takes.</summary>
    [TestCase(4096)]
    [TestCase(8192, Category = "Long")]
    [Proves(35)]
    [Category("Long")]
    public void Open_LargeGraph_TakesAtMostThreeTimesTheFiles(int width)
    {
        File.WriteAllBytes(Path.Combine(folder, "encoder.onnx"), OnnxBytes.LargeEncoder(width));
        ChecksumFile.Write(folder);
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);

        using var child = ChildProcess.Start(temporary.Path, OpenMemory.Verb, TinyModel.Gaussian.Folder, folder);
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();

        Assert.That(child.ExitCode, Is.Zero, child.StandardError.ReadToEnd());

        var grown = long.Parse(output, CultureInfo.InvariantCulture);
        TestContext.Out.WriteLine($"{grown >> 20} MiB for files of {files >> 20} MiB");

        Assert.That(grown, Is.LessThan((3 * files) + Besides));
    }

    private void RefusesInLittleMemory(params string[] parts)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<VaeModelException>(() => VaeModel.Open(folder).Dispose());

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(parts.All(error!.Message.Contains), Is.True, error.Message);
        Assert.That(allocated, Is.LessThan(LittleMemory));
    }
}
