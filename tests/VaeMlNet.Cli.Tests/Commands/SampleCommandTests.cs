namespace VaeMlNet.Cli.Tests;

internal sealed class SampleCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Sample_ToCsv_WritesAColumnPerFeatureAndARowPerDraw()
    {
        Sample("--count=5", $"--out={folder["x.csv"]}").Succeeded();

        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines, Has.Length.EqualTo(6));
        Assert.That(lines[0], Is.EqualTo("Features_0,Features_1,Features_2"));
        Assert.That(lines.Skip(1).Distinct().Count(), Is.EqualTo(5));
    }

    [Test]
    public void Sample_SameSeed_WritesTheSameFile()
    {
        Sample("--seed=3", $"--out={folder["a.csv"]}").Succeeded();
        Sample("--seed=3", $"--out={folder["b.csv"]}").Succeeded();
        Sample("--seed=4", $"--out={folder["c.csv"]}").Succeeded();

        var first = File.ReadAllText(folder["a.csv"]);

        Assert.That(File.ReadAllText(folder["b.csv"]), Is.EqualTo(first));
        Assert.That(File.ReadAllText(folder["c.csv"]), Is.Not.EqualTo(first));
    }

    [Test]
    public void Sample_ToPng_DrawsAGrid()
    {
        Sample("--count=4", "--image=1x3", $"--out={folder["x.png"]}").Succeeded();

        var png = File.ReadAllBytes(folder["x.png"]);

        // 2 images of 3 pixels of 16 x 16, with lines of 2 around and between, a label of one digit, and margins of 12.
        Assert.That((png[18] << 8) + png[19], Is.EqualTo((2 * 50) + 2 + 22 + 24));
        Assert.That((png[22] << 8) + png[23], Is.EqualTo(130), "2 lines of 20, below 3 lines of title");
    }

    [Test]
    public void Sample_PictureOfRowsThatAreNoSquare_AsksForTheLayout()
    {
        Sample($"--out={folder["x.png"]}").Failed(1, "3 values", "--image=HEIGHTxWIDTH");

        Assert.That(folder.Entries, Is.Empty);
    }

    [TestCase("--image=3", "x.png", "--image is '3'")]
    [TestCase("--image=0x3", "x.png", "above 0")]
    [TestCase("--image=1x3", "x.csv", "does not end in .png")]
    [TestCase("--count=0", "x.csv", "--count is '0'")]
    public void Sample_WrongOption_IsAUsageError(string option, string file, string fact) =>
        Sample(option, $"--out={folder[file]}").Failed(2, fact);

    private static ToolRun Sample(params string[] more) => ToolRun.Run(["sample", TinyModel.Folder, .. more]);
}
