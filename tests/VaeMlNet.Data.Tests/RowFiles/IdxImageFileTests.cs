namespace VaeMlNet.Data.Tests;

internal sealed class IdxImageFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void ReadRows_TwoImages_ScalesEveryPixel()
    {
        var path = folder.Write("x", IdxBytes.Build(8, [2, 1, 3], [0, 51, 255, 255, 0, 102]));

        var file = FeatureFile.Open(path);

        Assert.That(file.Width, Is.EqualTo(3));
        Assert.That(file.ReadRows(), Is.EqualTo(new float[][] { [0, 0.2f, 1], [1, 0, 0.4f] }));
        Assert.That(file.ReadRows().Count(), Is.EqualTo(2), "a second pass starts again");
    }

    [Test]
    public void Open_AnotherSizeThanGiven_NamesBoth()
    {
        var path = folder.Write("x", IdxBytes.Build(8, [1, 1, 3], [0, 51, 255]));

        Assert.That(FeatureFile.Open(path, shape: new(1, 1, 3)).Width, Is.EqualTo(3));
        Assert.That(
            () => FeatureFile.Open(path, shape: new(1, 3, 1)),
            Throws.TypeOf<CommandException>().With.Message.Contains("images of 1x3, but --image is 3x1")
        );
    }

    [Test]
    public void Open_LabelsFile_NamesTypeAndDimensions()
    {
        var path = folder.Write("labels", IdxBytes.Build(8, [4], [1, 2, 3, 4]));

        Assert.That(
            () => FeatureFile.Open(path),
            Throws.TypeOf<CommandException>().With.Message.Contains("labels").And.Message.Contains("in 1 dimensions")
        );
    }

    [Test]
    public void Open_FloatElements_NamesTheTypeCode()
    {
        var path = folder.Write("floats", IdxBytes.Build(0x0D, [1, 1, 1], [0, 0, 0, 0]));

        Assert.That(() => FeatureFile.Open(path), Throws.TypeOf<CommandException>().With.Message.Contains("0x0D"));
    }

    [TestCase(5)]
    [TestCase(7)]
    public void Open_LengthNotAsInHeader_StatesBoth(int elements)
    {
        var path = folder.Write("cut", IdxBytes.Build(8, [2, 1, 3], new byte[elements]));

        Assert.That(
            () => FeatureFile.Open(path),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("2 x 1 x 3")
                .And.Message.Contains("22 bytes")
                .And.Message.Contains($"the file has {16 + elements}")
        );
    }

    [Test]
    public void Open_EndsInsideHeader_SaysWhere()
    {
        var path = folder.Write("short", [0, 0, 8, 3, 0, 0, 0]);

        Assert.That(
            () => FeatureFile.Open(path),
            Throws.TypeOf<CommandException>().With.Message.Contains("ends after 7 bytes")
        );
    }

    [Test]
    public void Open_NegativeOrHugeDimension_IsDamaged([Values(-1, int.MaxValue, 0)] int size)
    {
        var path = folder.Write("huge", IdxBytes.Build(8, [1, size, 3], [1, 2, 3]));

        Assert.That(() => FeatureFile.Open(path), Throws.TypeOf<CommandException>().With.Message.Contains("damaged"));
    }

    [Test]
    public void ReadLabels_CompressedFile_SaysUnpack()
    {
        var path = folder.Write("labels.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);

        Assert.That(() => IdxLabels.Read(path), Throws.TypeOf<CommandException>().With.Message.Contains("Unpack"));
    }

    [Test]
    public void ReadLabels_ThreeLabels_GivesThem()
    {
        var path = folder.Write("labels", IdxBytes.Build(8, [3], [7, 0, 9]));

        Assert.That(IdxLabels.Read(path), Is.EqualTo(new byte[] { 7, 0, 9 }));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(31)]
    [TestCase(64)]
    [TestCase(100)]
    public void ReadRows_EveryGrayLevel_IsThatLevelOf255(int width)
    {
        byte[] pixels = [.. Enumerable.Range(0, 256 * width).Select(i => (byte)(i * 37))];

        var file = FeatureFile.Open(folder.Write("x", IdxBytes.Build(8, [256, 1, width], pixels)));

        Assert.That(file.ReadRows().SelectMany(row => row), Is.EqualTo(pixels.Select(pixel => pixel / 255f)));
    }

    [Test]
    public void ReadRows_MoreRowsThanAreReadAtOnce_GivesAll()
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 70_000).Select(i => (byte)(i * 37))];
        var file = FeatureFile.Open(folder.Write("x", IdxBytes.Build(8, [3, 700, 100], pixels)));

        Assert.That(file.ReadRows().SelectMany(row => row), Is.EqualTo(pixels.Select(pixel => pixel / 255f)));
    }

    [Test]
    public void Open_ColumnsGiven_SaysTheyAreForCsv()
    {
        var path = folder.Write("x", IdxBytes.Build(8, [1, 1, 1], [0]));

        Assert.That(
            () => FeatureFile.Open(path, new(["a"], [])),
            Throws.TypeOf<CommandException>().With.Message.Contains("--columns")
        );
    }

    [Test]
    public void ReadRows_NoImages_GivesNone() =>
        Assert.That(FeatureFile.Open(folder.Write("none", IdxBytes.Build(8, [0, 2, 2], []))).ReadRows(), Is.Empty);
}
