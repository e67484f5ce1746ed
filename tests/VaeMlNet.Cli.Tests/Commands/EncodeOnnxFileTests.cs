using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class EncodeOnnxFileTests
{
    private TemporaryFolder folder = null!;

    private static string Encoder => Path.Combine(TinyModel.Folder, "encoder.onnx");

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Encode_OnnxFile_WritesItsOutputsByName()
    {
        var run = Encode(Encoder, TinyModel.Table).Succeeded();
        ToolRun.Run("encode", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["z.csv"]}").Succeeded();

        var lines = File.ReadAllLines(folder["x.csv"]);

        Assert.That(lines[0], Is.EqualTo("mean_0,mean_1,log_variance_0,log_variance_1"));
        Assert.That(
            Numbers(lines).Select(row => row[..2]),
            Is.EqualTo(Numbers(File.ReadAllLines(folder["z.csv"]))).Within(1e-5f)
        );
        Assert.That(run.OutputLines[^1], Does.Contain($"{TinyModel.RowCount} rows"));
    }

    [Test]
    public void Encode_OutputsChosen_WritesTheseInOrder()
    {
        var scorer = Path.Combine(TinyModel.Folder, "scorer.onnx");

        Encode(scorer, TinyModel.Table, "--output=kl,contributions").Succeeded();

        Assert.That(
            File.ReadLines(folder["x.csv"]).First(),
            Is.EqualTo("kl,contributions_0,contributions_1,contributions_2")
        );
    }

    [Test]
    public void Encode_OtherWidth_NamesFileInputAndBothWidths() =>
        Encode(Encoder, folder.Write("d.csv", "a,b\n1,2\n"))
            .Failed(1, "2 columns", "'features'", "float32 [N, 3]", "3 values");

    [Test]
    public void Encode_UnknownOutput_NamesTheExistingOnes() =>
        Encode(Encoder, TinyModel.Table, "--output=mu").Failed(1, "no output 'mu'", "'mean', 'log_variance'");

    [Test]
    public void Encode_SeveralInputs_NamesThem() =>
        Encode(Path.Combine(TinyTable.Folder, "encoder.onnx"), TinyTable.Data)
            .Failed(1, "'Age' float32 [N, 1]", "'Member' uint32 [N, 1]", "expected one float32 input");

    [Test]
    public void Encode_NoModel_ReportsIt() =>
        Encode(folder.Write("x.onnx", "text"), TinyModel.Table).Failed(1, folder["x.onnx"], "not an ONNX model");

    [Test]
    public void Encode_OutputOfAModelFolder_IsAUsageError() =>
        Encode(TinyModel.Folder, TinyModel.Table, "--output=mean").Failed(2, "--output", "ONNX file");

    [Test]
    public void Encode_BadCell_LeavesNothing()
    {
        Encode(Encoder, folder.Write("d.csv", "a,b,c\n1,2,x\n")).Failed(1, "row 1", "column 'c'", "'x'");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "d.csv" }));
    }

    [Test]
    public void Encode_BadCellSkipped_EncodesTheOtherRows()
    {
        var data = folder.Write("d.csv", "a,b,c\n1,2,x\n1,2,3\n");
        Encode(Encoder, folder.Write("good.csv", "a,b,c\n1,2,3\n")).Succeeded();
        var expected = File.ReadAllText(folder["x.csv"]);

        var run = Encode(Encoder, data, "--on-error=skip");

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Error, Does.Contain("1 row was skipped"));
        Assert.That(File.ReadAllText(folder["x.csv"]), Is.EqualTo(expected));
        Assert.That(
            File.ReadAllLines($"{folder["x.csv"]}.errors.csv")[1],
            Is.EqualTo($"{data},1,c,x,'x' is not a finite number")
        );
    }

    private static float[][] Numbers(string[] lines) =>
        [
            .. lines
                .Skip(1)
                .Select(line => line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture)).ToArray()),
        ];

    private ToolRun Encode(string model, string data, params string[] more) =>
        ToolRun.Run(["encode", model, $"--data={data}", $"--out={folder["x.csv"]}", .. more]);
}
