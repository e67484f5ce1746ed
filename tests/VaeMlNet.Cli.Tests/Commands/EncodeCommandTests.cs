using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class EncodeCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Encode_Table_WritesTheMeansOfEveryRow()
    {
        var run = Encode(TinyModel.Table).Succeeded();

        using var model = VaeModel.Open(TinyModel.Folder);
        var expected = model.Encode(FeatureFile.Open(TinyModel.Table).ReadRows().SelectMany(row => row).ToArray());
        var lines = File.ReadAllText(folder["z.csv"]).TrimEnd('\n').Split('\n');

        Assert.That(lines[0], Is.EqualTo("latent_0,latent_1"));

        float[] written =
        [
            .. lines
                .Skip(1)
                .SelectMany(line => line.Split(','))
                .Select(v => float.Parse(v, CultureInfo.InvariantCulture)),
        ];

        Assert.That(written, Is.EqualTo(expected).Within(1e-5f), "batches of other sizes round differently");
        Assert.That(run.OutputLines[^1], Does.Contain($"{TinyModel.RowCount} rows"));
    }

    [Test]
    public void Encode_ColumnsInAnotherOrder_AreTakenByName()
    {
        Encode(TinyModel.Table).Succeeded();
        var rows = File.ReadAllLines(TinyModel.Table);
        var shuffled = string.Join(
            '\n',
            rows.Select((row, i) => $"{(i == 0 ? "name" : "n/a")},{string.Join(',', row.Split(',').Reverse())}")
        );
        var data = folder.Write("shuffled.csv", shuffled);

        ToolRun
            .Run("encode", TinyModel.Folder, $"--data={data}", "--columns=a,b,c", $"--out={folder["other.csv"]}")
            .Succeeded();

        Assert.That(File.ReadAllText(folder["other.csv"]), Is.EqualTo(File.ReadAllText(folder["z.csv"])));
    }

    [Test]
    public void Encode_ColumnsIgnored_AreLeftOut()
    {
        Encode(TinyModel.Table).Succeeded();
        var rows = File.ReadAllLines(TinyModel.Table);
        var more = string.Join('\n', rows.Select((row, i) => i == 0 ? $"id,{row},label" : $"x{i},{row},yes"));
        var data = folder.Write("more.csv", more);

        ToolRun
            .Run(
                "encode",
                TinyModel.Folder,
                $"--data={data}",
                "--ignore=id",
                "--label-column=label",
                $"--out={folder["other.csv"]}"
            )
            .Succeeded();

        Assert.That(File.ReadAllText(folder["other.csv"]), Is.EqualTo(File.ReadAllText(folder["z.csv"])));
    }

    [Test]
    public void Encode_HeaderOnly_WritesAHeaderOnly()
    {
        Encode(folder.Write("none.csv", "a,b,c\n")).Succeeded();

        Assert.That(File.ReadAllText(folder["z.csv"]), Is.EqualTo("latent_0,latent_1\n"));
    }

    [Test]
    public void Encode_OtherWidth_NamesFileModelAndBothWidths()
    {
        var data = folder.Write("x.csv", "a,b\n1,2\n");

        Encode(data).Failed(1, data, "2 columns", TinyModel.Folder, "3 features");
    }

    [Test]
    public void Encode_BadCellLateInTheFile_NamesItAndKeepsTheOldOutput()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(700, seed: 3) + "1,2,oops\n");
        folder.Write("z.csv", "old");

        Encode(data).Failed(1, "row 701", "column 'c'", "'oops'");

        Assert.That(File.ReadAllText(folder["z.csv"]), Is.EqualTo("old"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv", "z.csv" }));
    }

    [Test]
    public void Encode_ValueOutsideTheModelsRange_NamesRowAndValue()
    {
        var unit = folder.Write("unit.csv", "a,b\n0,1\n0.5,0.25\n");
        var model = folder["bernoulli"];
        ToolRun
            .Run(
                "export",
                "--model=fully-connected",
                $"--data={unit}",
                "--hidden=3",
                "--latent=1",
                "--epochs=1",
                $"--out={model}"
            )
            .Succeeded();
        var data = folder.Write("x.csv", "a,b\n0,1\n0.5,-0.25\n");

        ToolRun
            .Run("encode", model, $"--data={data}", $"--out={folder["z.csv"]}")
            .Failed(1, "-0.25", "[0, 1]", "row 2");

        Assert.That(File.Exists(folder["z.csv"]), Is.False);
    }

    [Test]
    public void Encode_MissingData_NamesIt() => Encode(folder["nowhere.csv"]).Failed(1, "nowhere.csv", "no such file");

    [Test]
    public void Encode_MissingModel_NamesIt()
    {
        ToolRun
            .Run("encode", folder["nowhere"], $"--data={TinyModel.Table}", $"--out={folder["z.csv"]}")
            .Failed(1, folder["nowhere"]);
    }

    [Test]
    public void Encode_OutIsAFolder_ReportsIt()
    {
        ToolRun
            .Run("encode", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder.Path}")
            .Failed(1, folder.Path, "it is a folder");
    }

    [Test]
    public void Encode_FullDisk_ReportsIt()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Ignore("There is no /dev/full here, the device on which every write finds the disk full.");
        }

        ToolRun
            .Run("encode", TinyModel.Folder, $"--data={TinyModel.Table}", "--out=/dev/full")
            .Failed(1, "/dev/full", "space");
    }

    [Test]
    public void Encode_Canceled_Gives130AndLeavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        ToolRun
            .Run(source.Token, "encode", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["z.csv"]}")
            .Failed(130, "canceled");

        Assert.That(folder.Entries, Is.Empty);
    }

    [TestCase("--data")]
    [TestCase("--out")]
    public void Encode_RequiredOptionMissing_IsAUsageError(string option)
    {
        string[] options = ["--data=x.csv", "--out=y.csv"];

        ToolRun
            .Run(["encode", "m", .. options.Where(o => !o.StartsWith(option, StringComparison.Ordinal))])
            .Failed(2, option);
    }

    private ToolRun Encode(string data) =>
        ToolRun.Run("encode", TinyModel.Folder, $"--data={data}", $"--out={folder["z.csv"]}");
}
