using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Tests;

internal sealed class ReconstructCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Reconstruct_Numbers_WritesWhatTheStepGivesUnderTheFilesNames()
    {
        Reconstruct(TinyModel.Folder, TinyModel.Table, "x.csv").Succeeded();

        var lines = File.ReadAllLines(folder["x.csv"]);
        float[] written =
        [
            .. lines
                .Skip(1)
                .SelectMany(line => line.Split(','))
                .Select(v => float.Parse(v, CultureInfo.InvariantCulture)),
        ];

        Assert.That(lines[0], Is.EqualTo("a,b,c"));
        Assert.That(written, Is.EqualTo(ByTheStep()).Within(1e-5f));
    }

    [TestCase("--keep=Id", "Id,")]
    [TestCase("--keep=all", "Id,Fraud,")]
    public void Reconstruct_Keep_WritesTheColumnsThatTheModelDoesNotHave(string keep, string first)
    {
        Reconstruct(TinyTable.Folder, TinyTable.Data, "x.csv", keep).Succeeded();
        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines[0], Is.EqualTo(first + "Age,Income,Member,Color"));
        Assert.That(lines[1], Does.StartWith("x0,"));
        Assert.That(lines, Has.Length.EqualTo(1 + TinyTable.RowCount));
    }

    [Test]
    public void Reconstruct_KeepOfAReconstructedColumn_IsRefused() =>
        Reconstruct(TinyTable.Folder, TinyTable.Data, "x.csv", "--keep=Age").Failed(1, "'Age'", "--keep");

    [Test]
    public void Reconstruct_KeepInAPicture_IsRefused() =>
        Reconstruct(TinyModel.Folder, TinyModel.Table, "x.png", "--keep=a", "--image=1x3").Failed(1, "--keep");

    [Test]
    public void Reconstruct_Table_WritesARowOfItsColumnsForEachRow()
    {
        Reconstruct(TinyTable.Folder, TinyTable.Data, "x.csv").Succeeded();

        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines[0], Is.EqualTo("Age,Income,Member,Color"));
        Assert.That(lines, Has.Length.EqualTo(TinyTable.RowCount + 1));
        Assert.That(lines.Distinct().Count(), Is.GreaterThan(TinyTable.RowCount / 2), "rows differ");
    }

    [Test]
    public void Reconstruct_Table_IsDecodeOfEncode()
    {
        Reconstruct(TinyTable.Folder, TinyTable.Data, "x.csv").Succeeded();
        ToolRun.Run("encode", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["z.csv"]}").Succeeded();
        ToolRun.Run("decode", TinyTable.Folder, $"--data={folder["z.csv"]}", $"--out={folder["y.csv"]}").Succeeded();

        Assert.That(File.ReadAllText(folder["x.csv"]), Is.EqualTo(File.ReadAllText(folder["y.csv"])));
    }

    [Test]
    public void Reconstruct_ToPng_DrawsEveryRow()
    {
        var data = folder.Write("d.csv", TinyModel.Rows(4, seed: 2));

        Reconstruct(TinyModel.Folder, data, "x.png", "--image=1x3").Succeeded();

        var png = File.ReadAllBytes(folder["x.png"]);

        // 2 images of 3 pixels of 16 x 16, with lines of 2 around and between, a label of one digit, and margins of 12.
        Assert.That((png[18] << 8) + png[19], Is.EqualTo((2 * 50) + 2 + 22 + 24));
        Assert.That((png[22] << 8) + png[23], Is.EqualTo(130), "2 lines of 20, below 3 lines of title");
    }

    [Test]
    public void Reconstruct_BadCellLateInTheFile_NamesItAndKeepsTheOldOutput()
    {
        var data = folder.Write("d.csv", TinyModel.Rows(5000, seed: 3) + "1,2,oops\n");
        folder.Write("x.csv", "old");

        Reconstruct(TinyModel.Folder, data, "x.csv").Failed(1, "row 5001", "column 'c'", "'oops'");

        Assert.That(File.ReadAllText(folder["x.csv"]), Is.EqualTo("old"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv", "x.csv" }));
    }

    private static float[] ByTheStep()
    {
        MLContext ml = new(1);
        FeatureFileView rows = new(FeatureFile.Open(TinyModel.Table));
        using var step = ml.Transforms.VaeReconstruct("Row", FeatureFileView.ColumnName, TinyModel.Folder).Fit(rows);
        var reconstructed = step.Transform(rows);
        return
        [
            .. reconstructed
                .GetColumn<VBuffer<float>>(reconstructed.Schema["Row"])
                .SelectMany(row => row.DenseValues()),
        ];
    }

    private ToolRun Reconstruct(string model, string data, string output, params string[] more) =>
        ToolRun.Run(["reconstruct", model, $"--data={data}", $"--out={folder[output]}", .. more]);
}
