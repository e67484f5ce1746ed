using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class InterpolateCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Interpolate_ThreeRows_GoesFromReconstructionToReconstruction()
    {
        Interpolate("--rows=4,2,7", "--steps=5", $"--out={folder["x.csv"]}").Succeeded();

        var path = Read("x.csv");
        var table = FeatureFile.Open(TinyModel.Table).ReadRows().ToArray();
        using var model = VaeModel.Open(TinyModel.Folder);
        float[] Reconstruct(int row) => model.Decode(model.Encode(table[row - 1]));

        Assert.That(File.ReadLines(folder["x.csv"]).First(), Is.EqualTo("a,b,c"));
        Assert.That(path, Has.Length.EqualTo(10));
        Assert.That(path[0], Is.EqualTo(Reconstruct(4)).Within(1e-5));
        Assert.That(path[4], Is.EqualTo(Reconstruct(2)).Within(1e-5));
        Assert.That(path[5], Is.EqualTo(Reconstruct(2)).Within(1e-5));
        Assert.That(path[9], Is.EqualTo(Reconstruct(7)).Within(1e-5));
    }

    [Test]
    public void Interpolate_Spherical_TakesAnotherWayBetweenTheSameEnds()
    {
        Interpolate("--steps=3", $"--out={folder["line.csv"]}").Succeeded();
        Interpolate("--steps=3", "--path=spherical", $"--out={folder["circle.csv"]}").Succeeded();

        (var line, var circle) = (Read("line.csv"), Read("circle.csv"));

        Assert.That(circle[0], Is.EqualTo(line[0]).Within(1e-5));
        Assert.That(circle[1], Is.Not.EqualTo(line[1]).Within(1e-7));
        Assert.That(circle[2], Is.EqualTo(line[2]).Within(1e-5));
    }

    [Test]
    public void Interpolate_ToPng_DrawsAPathPerLine()
    {
        Interpolate("--rows=1,2,3", "--steps=4", "--image=1x3", $"--out={folder["x.png"]}").Succeeded();

        var png = File.ReadAllBytes(folder["x.png"]);

        // 4 images of 3 pixels of 16 x 16, with lines of 2 around and between, the labels "1 to 2" and "2 to 3", and margins of 12.
        Assert.That((png[18] << 8) + png[19], Is.EqualTo((4 * 50) + 2 + 82 + 24));
        Assert.That((png[22] << 8) + png[23], Is.EqualTo(110), "2 lines of 20, below 2 lines of title");
    }

    [Test]
    public void Interpolate_RowBeyondTheEnd_StatesHowManyThereAre() =>
        Interpolate("--rows=1,61", $"--out={folder["x.csv"]}").Failed(1, "row 61", $"{TinyModel.RowCount} rows");

    [TestCase("--rows=3", "at least two")]
    [TestCase("--rows=0,1", "--rows is '0'")]
    [TestCase("--steps=1", "--steps is '1'")]
    [TestCase("--steps=2147483647", "--steps is '2147483647', expected a whole number from 2 to 100000")]
    [TestCase("--path=crooked", "linear or spherical")]
    public void Interpolate_WrongOption_IsAUsageError(string option, string fact) =>
        Interpolate(option, $"--out={folder["x.csv"]}").Failed(2, fact);

    private static ToolRun Interpolate(params string[] more) =>
        ToolRun.Run(["interpolate", TinyModel.Folder, $"--data={TinyModel.Table}", .. more]);

    private float[][] Read(string file) =>
        [
            .. File.ReadAllLines(folder[file])
                .Skip(1)
                .Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()),
        ];
}
