namespace VaeMlNet.Tooling.Tests;

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

        Assert.That(
            () => FeatureMatrix.Read(FeatureFile.Open(path)),
            Throws.TypeOf<CommandException>().With.Message.Contains("no rows")
        );

        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(LargestMemory));
    }
}
