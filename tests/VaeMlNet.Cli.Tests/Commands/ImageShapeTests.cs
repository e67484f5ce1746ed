using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// The shape of the training images on the command line. A color picture of 3 x 4 pixels has as many values as one of 4 x 3, and as a gray square of 6 x 6.
/// </summary>
internal sealed class ImageShapeTests
{
    private const string Size = "--image=3x4x3";
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void TrainModel()
    {
        folder = new TemporaryFolder();
        Random random = new(1);
        for (var i = 0; i < 20; i++)
        {
            Write($"wide/{i:00}.png", Noise(random, 3, 4, 3));
            Write($"tall/{i:00}.png", Noise(random, 4, 3, 3));
            Write($"square/{i:00}.png", Noise(random, 6, 6, 1));
        }

        ToolRun
            .Run([
                "train",
                Data("wide"),
                .. Training,
                $"--mlflow={folder["mlruns"]}",
                $"--tensorboard={folder["board"]}",
                $"--out={folder["checkpoint"]}",
            ])
            .Succeeded();
        Export("wide").Succeeded();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_Pictures_RecordsTheirShape() =>
        Assert.That(VaeModel.ReadManifest(folder["model"]).Architecture.Image, Is.EqualTo(new VaeImageShape(3, 3, 4)));

    [TestCase("tall", "4x3x3")]
    [TestCase("square", "6x6")]
    public void Run_PicturesOfAnotherShape_NamesBoth(string data, string shape)
    {
        string[] facts = [$"{data}' has images of {shape}", "images of 3x4x3", Size];

        Run("score", data, "x.csv").Failed(1, facts);
        Run("interpolate", data, "x.png").Failed(1, facts);
        Export(data).Failed(1, [.. facts, "checkpoint"]);
        ToolRun.Run("evaluate", $"--checkpoint={folder["checkpoint"]}", Data(data)).Failed(1, facts);
        ToolRun
            .Run(["train", Data("wide"), $"--validation={folder[data]}", .. Training, $"--out={folder["c"]}"])
            .Failed(1, $"{data}' has images of {shape}", "wide' has images of 3x4x3");
        Run("score", data, "x.csv", Size).Succeeded();
    }

    [Test]
    public void Run_IdxImagesOfAnotherShape_AreRefused()
    {
        var path = folder.Write("images", IdxBytes.Build(IdxBytes.UnsignedByte, [2, 4, 9], new byte[72]));

        Run("score", "images", "x.csv").Failed(1, $"'{path}' has images of 4x9", "images of 3x4x3");
        ToolRun
            .Run(["train", $"--data={path}", "--image=9x4", .. Training, $"--out={folder["c"]}"])
            .Failed(1, $"'{path}' has images of 4x9, but --image is 9x4");
    }

    [TestCase("sample")]
    [TestCase("reconstruct")]
    [TestCase("interpolate")]
    public void Run_Png_DrawsTheImagesOfTheModel(string verb)
    {
        Run(verb, "wide", "known.png").Succeeded();
        Run(verb, "wide", "given.png", Size).Succeeded();

        Assert.That(File.ReadAllBytes(folder["known.png"]), Is.EqualTo(File.ReadAllBytes(folder["given.png"])));
    }

    [Test]
    public void Reconstruct_ModelWithoutAShape_DrawsTheImagesOfTheData()
    {
        var description = Path.Combine(folder.CopyOf(folder["checkpoint"], "old-checkpoint"), "checkpoint.json");
        var json = JsonNode.Parse(File.ReadAllText(description))!;
        json["options"]!.AsObject().Remove("image");
        File.WriteAllText(description, json.ToJsonString());
        ToolRun
            .Run("export", $"--checkpoint={folder["old-checkpoint"]}", Data("tall"), $"--out={folder["old"]}")
            .Succeeded();

        Assert.That(VaeModel.ReadManifest(folder["old"]).Architecture.Image, Is.Null);

        ToolRun.Run("reconstruct", folder["old"], Data("wide"), $"--out={folder["old.png"]}").Succeeded();
        Run("reconstruct", "wide", "new.png", Size).Succeeded();

        // The title contains the name of the model.
        Assert.That(Picture.Read(folder["old.png"]).Shape, Is.EqualTo(Picture.Read(folder["new.png"]).Shape));
    }

    [Test]
    public void Train_Tracked_DrawsTheTrainingImagesInColor()
    {
        var path = Directory.GetFiles(folder["mlruns"], "reconstructions.png", SearchOption.AllDirectories).Single();
        var drawn = Picture.Read(path);
        var first = Picture.Read(folder["wide", "00.png"]);

        Assert.That(drawn.Shape, Is.EqualTo(new VaeImageShape(3, 2 * 3, 8 * 4)));

        for (var channel = 0; channel < 3; channel++)
        {
            Assert.That(
                Values(drawn).AsSpan(channel * 6 * 32, 4).ToArray(),
                Is.EqualTo(Values(first).AsSpan(channel * 12, 4).ToArray()).Within(1e-6),
                "the first row of pixels"
            );
        }
    }

    [Test]
    public void Train_TableWithASize_RecordsItUnlessItDoesNotFit()
    {
        string[] train = ["export", "--model=fully-connected", $"--data={TinyModel.Table}", "--likelihood=gaussian"];

        ToolRun.Run([.. train, "--epochs=1", "--image=3x1", $"--out={folder["of-table"]}"]).Succeeded();

        Assert.That(
            VaeModel.ReadManifest(folder["of-table"]).Architecture.Image,
            Is.EqualTo(new VaeImageShape(1, 3, 1))
        );

        ToolRun
            .Run([.. train, "--image=2x2", $"--out={folder["c"]}"])
            .Failed(1, "--image is 2x2, 4 values", "3 columns");
    }

    [TestCase("score of-table --data=DATA --out=OUT.csv")]
    [TestCase("reconstruct of-table --data=DATA --out=OUT.csv")]
    [TestCase("interpolate of-table --data=DATA --out=OUT.csv")]
    [TestCase("report of-table --data=DATA --out=OUT.html")]
    [TestCase("threshold of-table --data=DATA --contamination=0.1")]
    [TestCase("sample of-table --out=OUT.png")]
    [TestCase("evaluate --checkpoint=of-rows --data=DATA")]
    public void Run_TableWithAnotherSizeThanTheModel_NamesBoth(string line)
    {
        string[] options = [$"--data={TinyModel.Table}", .. Training, "--likelihood=gaussian", "--image=3x1"];
        ToolRun.Run(["train", "--model=fully-connected", .. options, $"--out={folder["of-rows"]}"]).Succeeded();
        ToolRun
            .Run("export", $"--checkpoint={folder["of-rows"]}", options[0], $"--out={folder["of-table"]}")
            .Succeeded();
        string[] words =
        [
            .. line.Replace("DATA", TinyModel.Table, StringComparison.Ordinal)
                .Replace("OUT", folder["of-table-out"], StringComparison.Ordinal)
                .Replace("of-table ", folder["of-table"] + ' ', StringComparison.Ordinal)
                .Replace("of-rows", folder["of-rows"], StringComparison.Ordinal)
                .Split(' '),
        ];

        ToolRun.Run([.. words, "--image=1x3"]).Failed(1, "--image is 1x3", "images of 3x1", "Leave --image out");

        Assert.That(ToolRun.Run([.. words, "--image=3x1"]).ExitCode, Is.Zero);
    }

    [TestCase("score")]
    [TestCase("encode")]
    [TestCase("impute")]
    [TestCase("reconstruct")]
    [TestCase("threshold", "--quantile=0.9")]
    public void Run_ModelOfATable_RefusesASize(string verb, string output = "--out=r.csv") =>
        ToolRun
            .Run(verb, TinyTable.Folder, $"--data={TinyTable.Data}", output, "--image=2x2")
            .Failed(1, TinyTable.Folder, "reads the columns of a table, so --image has no effect");

    [TestCase("evaluate --checkpoint=CHECKPOINT")]
    [TestCase("export --checkpoint=CHECKPOINT --out=r")]
    [TestCase("export --out=r")]
    [TestCase("export --method=knn --out=r")]
    [TestCase("train --model=table --out=r")]
    public void Run_RowsOfATable_RefusesASize(string line) =>
        ToolRun
            .Run([
                .. line.Split(' ')
                    .Select(word => word.Replace("CHECKPOINT", TinyTable.Checkpoint, StringComparison.Ordinal)),
                $"--data={TinyTable.Data}",
                "--image=2x2",
            ])
            .Failed(1, TinyTable.Data, "is read as a table, so --image has no effect");

    private static string[] Training => ["--hidden=8", "--latent=2", "--epochs=1"];

    private static float[] Values(Picture picture)
    {
        var values = new float[picture.Shape.Size];
        picture.Write(values, picture.Shape);
        return values;
    }

    private ToolRun Export(string data) =>
        ToolRun.Run("export", $"--checkpoint={folder["checkpoint"]}", Data(data), $"--out={folder["model"]}");

    private ToolRun Run(string verb, string data, string output, params string[] options)
    {
        string[] rows = verb == "sample" ? [] : [Data(data)];
        return ToolRun.Run([verb, folder["model"], .. rows, $"--out={folder[output]}", .. options]);
    }

    private string Data(string name) => $"--data={folder[name]}";

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }

    private static byte[] Noise(Random random, int height, int width, int channels)
    {
        var pixels = new byte[height * width * channels];
        random.NextBytes(pixels);
        return PictureBytes.Png(height, width, pixels);
    }
}
