namespace VaeMlNet.Data.Tests;

/// <summary>Files whose headers declare more data than they contain. Fuzzing.Tests tries random damage.</summary>
internal sealed class DamagedFileTests
{
    private const long LargestMemory = 256L << 20;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(0, 16384, 16384)]
    [TestCase(0, int.MaxValue, int.MaxValue)]
    public void Open_ImagesOfManyPixelsAndNoRows_IsDamaged(int rows, int height, int width)
    {
        var path = folder.Write("x", IdxBytes.Build(IdxBytes.UnsignedByte, [rows, height, width], []));

        Assert.That(() => FeatureFile.Open(path), Throws.TypeOf<CommandException>().With.Message.Contains("damaged"));
    }

    [Test]
    public void Read_WideHeaderAndNoRows_TakesLittleMemory()
    {
        var path = folder.Write("x.csv", string.Join(",", Enumerable.Range(0, 200_000).Select(i => $"c{i}")) + "\n");
        var before = GC.GetTotalAllocatedBytes();

        var rows = FeatureFile.Open(path).ReadRows().Count();

        Assert.That(rows, Is.Zero);
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(LargestMemory));
    }

    /// <summary>A shorter result without an error would look like that of a smaller file.</summary>
    [TestCase(0)]
    [TestCase(40)]
    [Platform(Exclude = "Win", Reason = "an open file cannot be written there")]
    [Proves(46)]
    public void ReadRecords_FileIsTruncatedMeanwhile_IsAnError(int length)
    {
        var path = WriteRows();
        var read = 0;

        Assert.That(
            () =>
            {
                foreach (var _ in CsvFile.Open(path).ReadRecords())
                {
                    if (read++ == 10)
                    {
                        Change(path, stream => stream.SetLength(length));
                    }
                }
            },
            Throws.TypeOf<CommandException>().With.Message.Contains($"'{path}' was changed while it was read")
        );
    }

    /// <summary>A file is read once for its columns and once for its rows.</summary>
    [Test]
    [Platform(Exclude = "Win", Reason = "an open file cannot be written there")]
    [Proves(46)]
    public void ReadRecords_FileIsReplacedBetweenTwoReadings_IsAnError([Values] bool isMoved)
    {
        var path = WriteRows();
        var file = CsvFile.Open(path);
        _ = file.ReadRecords().Count();
        if (isMoved)
        {
            File.Move(folder.Write("other.csv", "a,b\n3,4\n"), path, overwrite: true);
        }
        else
        {
            Change(path, stream => stream.Write("a,b\n7,8\n"u8));
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(2));
        }

        Assert.That(
            () => file.ReadRecords().Count(),
            Throws.TypeOf<CommandException>().With.Message.Contains($"'{path}' was changed while it was read")
        );
    }

    private string WriteRows() =>
        folder.Write("rows.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 200_000)));

    // As another program does, which does not ask who reads the file.
    private static void Change(string path, Action<FileStream> change)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        change(stream);
    }
}
