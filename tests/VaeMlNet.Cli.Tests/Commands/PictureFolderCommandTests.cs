using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>Folders of pictures on the command line: dark pictures of stripes, and pictures of another kind.</summary>
internal sealed class PictureFolderCommandTests
{
    private const string Size = "--image=4x4";
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void TrainModel()
    {
        folder = new TemporaryFolder();
        Random random = new(1);
        for (var i = 0; i < 60; i++)
        {
            Write($"train/{(i % 2 == 0 ? "columns" : "rows")}/{i:00}.png", Stripes(random, byColumns: i % 2 == 0));
            Write($"test/{(i < 50 ? "no" : "yes")}/{i:00}.png", i < 50 ? Stripes(random, true) : Noise(random));
        }

        Exported = ToolRun
            .Run(
                "export",
                Data("train"),
                "--likelihood=gaussian",
                "--hidden=16",
                "--latent=2",
                "--epochs=60",
                "--batch-size=10",
                "--learning-rate=0.01",
                $"--out={folder["model"]}"
            )
            .Succeeded();
    }

    private ToolRun Exported { get; set; } = null!;

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_FolderOfPictures_ChoosesAModelOfFeatures()
    {
        Assert.That(Exported.Output, Does.Contain("is a folder of pictures"));
        Assert.That(Exported.Output, Does.Contain("16-16-2 on 60 rows"));
    }

    [Test]
    public void Export_TableModelOfPictures_NamesTheCause() =>
        Export("train", "--model=detector").Failed(1, "is a folder of pictures", "Leave --model out");

    [TestCase("--known-anomalies=label")]
    [TestCase("--known-rows=labels.csv", "--model=fully-connected")]
    public void Export_OptionsOfTablesForPictures_NameTheCause(params string[] options)
    {
        var run = Export("train", options);

        run.Failed(
            2,
            $"{options[0].Split('=')[0]} is for columns of a table",
            "is a folder of pictures. Leave it out."
        );

        Assert.That(run.Error, Does.Not.Contain("--model=table"));
    }

    [Test]
    public void Score_PicturesOfAnotherKind_RankHighestWithTheirFiles()
    {
        var run = Score("test", "--label-column=label", "--keep=file,label").Succeeded();

        var lines = File.ReadAllLines(folder["scores.csv"]);

        Assert.That(run.Output, Does.Contain("auroc=1.0000").And.Contain("anomalies=10/60"));
        Assert.That(lines[0], Is.EqualTo("file,label,Score,PredictedLabel"));
        Assert.That(lines[1], Does.StartWith("no/00.png,no,"));
        Assert.That(lines, Has.Length.EqualTo(61));
    }

    [Test]
    public void Score_Top_NamesTheFiles() =>
        Assert.That(
            ToolRun.Run("score", folder["model"], Data("test"), "--top=3").Succeeded().OutputLines,
            Has.Exactly(3).Contains("yes/")
        );

    [Test]
    public void Score_AnotherSize_NeedsTheOption()
    {
        Write("large/a.png", PictureBytes.Png(8, 8, [.. Enumerable.Repeat((byte)9, 64)]));

        Score("large").Failed(1, "images of 8x8", "images of 4x4", Size);
        Score("large", Size).Succeeded();
    }

    [Test]
    public void Score_ShardOrSeveralFolders_NamesTheFolder()
    {
        Score("test", "--shard=1/2").Failed(1, "test' is a folder of pictures", "shards");
        ToolRun
            .Run("score", folder["model"], $"--data={folder["test"]},{folder["train"]}", $"--out={folder["s.csv"]}")
            .Failed(1, "is a folder of pictures");
    }

    [Test]
    public void Score_DamagedPicture_NamesItAndKeepsTheOldResult()
    {
        var bytes = Noise(new(1));
        Write("damaged/a.png", bytes);
        Write("damaged/b.png", bytes[..^20]);
        File.WriteAllText(folder["old.csv"], "old");

        ToolRun
            .Run("score", folder["model"], Data("damaged"), $"--out={folder["old.csv"]}")
            .Failed(1, "b.png' is damaged", "bytes");

        Assert.That(File.ReadAllText(folder["old.csv"]), Is.EqualTo("old"));
    }

    [Test]
    public void Encode_Pictures_SeparatesTheLabels()
    {
        ToolRun
            .Run("encode", folder["model"], Data("train"), "--keep=label", $"--out={folder["latents.csv"]}")
            .Succeeded();
        var rows = File.ReadAllLines(folder["latents.csv"])[1..]
            .Select(line => line.Split(','))
            .Select(cells =>
                (Label: cells[0], At: cells[1..].Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray())
            )
            .ToArray();
        var right = rows.Count(row =>
            rows.Where(other => other != row).MinBy(other => Distance(other.At, row.At)).Label == row.Label
        );

        Assert.That(right, Is.GreaterThan(54), "of 60, by the nearest other picture");
    }

    [Test]
    public void Export_LabelOfSubfolders_BecomesALatent()
    {
        ToolRun
            .Run(
                "export",
                Data("train"),
                "--label=label",
                "--hidden=8",
                "--latent=2",
                "--epochs=2",
                $"--out={folder["m2"]}"
            )
            .Succeeded();

        Assert.That(VaeModel.ReadManifest(folder["m2"]).Training.LabeledRows, Is.EqualTo(60));
    }

    [Test]
    public void Export_LabelWithoutSubfolders_StatesTheirNumber()
    {
        Write("flat/a.png", Noise(new(1)));

        ToolRun
            .Run("export", Data("flat"), "--label=label", "--epochs=1", $"--out={folder["m3"]}")
            .Failed(1, "flat' has 0 subfolders");
    }

    [Test]
    public void Export_LabelsOfOneClass_NamesThemAndTheRows()
    {
        Write("one/a/a.png", Noise(new(1)));

        ToolRun.Run("export", Data("one"), "--label=label", $"--out={folder["m4"]}").Failed(1, "one' has 1 subfolders");
        ToolRun
            .Run("export", Data("train"), "--label=label", "--rows=20", $"--out={folder["m4"]}")
            .Failed(1, $"'{folder["train"]}' labels the 20 training rows with 1 different", "--rows");
    }

    [TestCase("--prior=vamp", "--prior=vamp and --label")]
    [TestCase("--latent-kind=categorical", "--latent-kind=categorical and --label")]
    public void Export_LabelWithOtherLatents_NamesTheOptions(string option, string expected) =>
        ToolRun
            .Run("export", Data("train"), "--label=label", option, $"--out={folder["m4"]}")
            .Failed(2, expected, "cannot be combined");

    [TestCase("report", "x.html")]
    [TestCase("reconstruct", "x.png")]
    [TestCase("reconstruct", "x.csv")]
    public void Run_OtherVerbs_ReadTheFolder(string verb, string name)
    {
        ToolRun.Run(verb, folder["model"], Data("test"), Size, $"--out={folder[name]}").Succeeded();

        Assert.That(new FileInfo(folder[name]).Length, Is.Positive);
    }

    [Test]
    public void Report_LabeledPictures_NamesTheFilesAndACommandThatReadsThem()
    {
        Write("mixed/no/a.png", Stripes(new(1), byColumns: true));
        Write("mixed/yes/b.png", PictureBytes.Png(8, 8, [.. Enumerable.Repeat(byte.MaxValue, 64)]));
        ToolRun.Run("report", folder["model"], Data("mixed"), Size, $"--out={folder["x.html"]}").Succeeded();

        var page = File.ReadAllText(folder["x.html"]);
        var advised = Regex.Match(page, "<code>vaemlnet (threshold [^<]*)</code>").Groups[1].Value;

        Assert.That(page, Does.Contain("<td>yes/b.png</td>"));
        Assert.That(advised, Is.EqualTo("threshold model --data=DATA --image=4x4 --label-column=label"));

        var model = folder.CopyOf(folder["model"], "copy");

        ToolRun.Run(["threshold", model, Data("mixed"), .. advised.Split(' ')[3..]]).Succeeded();
    }

    [Test]
    public void Compare_Pictures_NamesVerbsThatReadThem() =>
        ToolRun
            .Run("compare", folder["model"], Data("test"))
            .Failed(1, folder["test"], "'compare' reads tables only", "--label-column=label");

    [TestCase("info DATA", "'info' describes models and tables")]
    [TestCase("tune DATA --out=tuning", "'tune' is for tables")]
    public void Run_VerbsWithoutPictures_NameTheFolderAndTheVerbForIt(string line, string fact)
    {
        var words = line.Replace("DATA", folder["test"], StringComparison.Ordinal).Split(' ');

        ToolRun
            .Run(words)
            .Failed(1, $"'{folder["test"]}' is a folder of pictures", fact, $"'export --data={folder["test"]}'");
    }

    [Test]
    public void Encode_OnnxFileOfAnotherSize_AdvisesTheOptionThatResizes() =>
        ToolRun
            .Run("encode", folder["model", "encoder.onnx"], Data("test"), "--image=8x8", $"--out={folder["x.csv"]}")
            .Failed(1, "has 64 pixels", "16 values per row", "Pass --image with the size of the model's pictures");

    [Test]
    public void Interpolate_Pictures_ReadsTheFolder() =>
        ToolRun
            .Run("interpolate", folder["model"], Data("test"), "--rows=1,60", $"--out={folder["path.png"]}")
            .Succeeded();

    [Test]
    public void Threshold_NormalPictures_SetsIt()
    {
        ToolRun.Run("threshold", folder["model"], Data("train"), "--contamination=0.1").Succeeded();

        ToolRun.Run("threshold", folder["model"], Data("test"), "--label-column=label").Succeeded();
        ToolRun
            .Run("threshold", folder["model"], Data("test"), "--label-column=label", "--false-positive-rate=0.1")
            .Failed(1, "folder of pictures");
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    private ToolRun Export(string name, params string[] more) =>
        ToolRun.Run(["export", Data(name), "--epochs=1", $"--out={folder["exported"]}", .. more]);

    private ToolRun Score(string data, params string[] options) =>
        ToolRun.Run(["score", folder["model"], Data(data), $"--out={folder["scores.csv"]}", .. options]);

    private string Data(string name) => $"--data={folder[name]}";

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], bytes);
    }

    private static byte[] Stripes(Random random, bool byColumns) =>
        PictureBytes.Png(
            4,
            4,
            [.. Enumerable.Range(0, 16).Select(i => (byte)(((byColumns ? i : i / 4) % 2 * 200) + random.Next(20)))]
        );

    private static byte[] Noise(Random random) =>
        PictureBytes.Png(4, 4, [.. Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256))]);
}
