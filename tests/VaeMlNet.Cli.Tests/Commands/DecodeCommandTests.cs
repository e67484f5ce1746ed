using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class DecodeCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Decode_Latents_WritesWhatTheModelDecodes()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n-2,0.25\n");

        Decode(TinyModel.Folder, latents, "x.csv").Succeeded();

        using var model = VaeModel.Open(TinyModel.Folder);
        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines[0], Is.EqualTo("Features_0,Features_1,Features_2"));
        Assert.That(
            Numbers(lines.Skip(1)),
            Is.EqualTo(model.Decode(new[] { 0.5f, -1f, -2f, 0.25f })).Within(1e-5f),
            "batches of other sizes round differently"
        );
    }

    [Test]
    public void Decode_FileWithMoreColumns_TakesTheLatentsByName()
    {
        var plain = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n");
        var more = folder.Write("more.csv", "id,latent_1,latent_0\nx,-1,0.5\n");

        Decode(TinyModel.Folder, plain, "a.csv").Succeeded();
        Decode(TinyModel.Folder, more, "b.csv").Succeeded();

        Assert.That(File.ReadAllText(folder["b.csv"]), Is.EqualTo(File.ReadAllText(folder["a.csv"])));
    }

    [Test]
    public void Decode_ColumnsNamed_AreTakenInTheirOrder()
    {
        var plain = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n");
        var named = folder.Write("named.csv", "v,u\n-1,0.5\n");

        Decode(TinyModel.Folder, plain, "a.csv").Succeeded();
        Decode(TinyModel.Folder, named, "b.csv", "--columns=u,v").Succeeded();

        Assert.That(File.ReadAllText(folder["b.csv"]), Is.EqualTo(File.ReadAllText(folder["a.csv"])));
    }

    [Test]
    public void Decode_Table_WritesItsRawColumnsAsTheModelReadsThem()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n-2,0.25\n");

        Decode(TinyTable.Folder, latents, "x.csv").Succeeded();

        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines[0], Is.EqualTo("Age,Income,Member,Color"));
        Assert.That(lines, Has.Length.EqualTo(3).And.Some.Match("true|false"));

        ToolRun.Run("score", TinyTable.Folder, $"--data={folder["x.csv"]}", $"--out={folder["s.csv"]}").Succeeded();
    }

    [Test]
    public void Decode_ToPng_DrawsAGrid()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0.5,-1\n-2,0.25\n0,0\n");

        Decode(TinyModel.Folder, latents, "x.png", "--image=1x3").Succeeded();

        var png = File.ReadAllBytes(folder["x.png"]);

        // 2 images of 3 pixels of 16 x 16, with lines of 2 around and between, a label of one digit, and margins of 12.
        Assert.That((png[18] << 8) + png[19], Is.EqualTo((2 * 50) + 2 + 22 + 24));
        Assert.That((png[22] << 8) + png[23], Is.EqualTo(130), "2 lines of 20, below 3 lines of title");
    }

    [Test]
    public void Decode_NoRows_WritesAHeaderOnlyAndNoPicture()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n");

        Decode(TinyModel.Folder, latents, "x.csv").Succeeded();
        Decode(TinyModel.Folder, latents, "x.png", "--image=1x3").Failed(1, "no rows", folder["x.png"]);

        Assert.That(File.ReadAllText(folder["x.csv"]), Is.EqualTo("Features_0,Features_1,Features_2\n"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv", "z.csv" }));
    }

    [Test]
    public void Decode_OtherWidth_NamesFileModelAndBothWidths()
    {
        var latents = folder.Write("z.csv", "a,b,c\n1,2,3\n");

        Decode(TinyModel.Folder, latents, "x.csv").Failed(1, latents, "3 columns", TinyModel.Folder, "2 latents");
    }

    [Test]
    public void Decode_PictureOfATable_SaysThatItsRowsAreNoImages()
    {
        var latents = folder.Write("z.csv", "latent_0,latent_1\n0,0\n");

        Decode(TinyTable.Folder, latents, "x.png").Failed(1, TinyTable.Folder, "is a table model");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "z.csv" }));
    }

    private static float[] Numbers(IEnumerable<string> lines) =>
        [.. lines.SelectMany(line => line.Split(',')).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];

    private ToolRun Decode(string model, string latents, string output, params string[] more) =>
        ToolRun.Run(["decode", model, $"--data={latents}", $"--out={folder[output]}", .. more]);
}
