namespace VaeMlNet.Cli.Tests;

/// <summary>No verb replaces a file that it reads.</summary>
internal sealed class SameFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("impute MODEL --data=FILE --out=FILE")]
    [TestCase("score MODEL --data=FILE --out=FILE")]
    [TestCase("encode MODEL --data=FILE --out=FILE")]
    [TestCase("reconstruct MODEL --data=FILE --out=FILE")]
    [TestCase("report MODEL --data=FILE --out=FILE")]
    [TestCase("impute MODEL --data=FILE,OTHER --out=OTHER")]
    [TestCase("decode MODEL --data=FILE --out=FILE")]
    [TestCase("interpolate MODEL --data=FILE --out=FILE")]
    [TestCase("evaluate --checkpoint=CHECKPOINT --data=FILE --out=FILE")]
    [TestCase("train --model=table --data=FILE --out=NEW --history=FILE")]
    [TestCase("quality --real=FILE --synthetic=OTHER --out=FILE")]
    [TestCase("quality --real=FILE --synthetic=OTHER --out=OTHER")]
    [TestCase("info FILE --write-schema=FILE")]
    public void Output_ThatIsAnInput_IsRefused(string line)
    {
        var text = TinyTable.Rows(30, seed: 4);
        var file = folder.Write("x.csv", text);
        var other = folder.Write("y.csv", text);

        ToolRun.Run(Arguments(line, file, other)).Failed(1, "it is the input file", "another output path");

        Assert.That(File.ReadAllText(file), Is.EqualTo(text));
        Assert.That(File.ReadAllText(other), Is.EqualTo(text));
    }

    [Test]
    public void Output_LinkOrOtherPathToTheInput_IsRefused()
    {
        var text = TinyTable.Rows(30, seed: 4);
        Directory.CreateDirectory(folder["rows"]);
        var file = folder.Write("rows/x.csv", text);
        var link = folder["link.csv"];
        File.CreateSymbolicLink(link, file);
        Directory.CreateSymbolicLink(folder["linked"], folder["rows"]);

        Impute(file, link).Failed(1, "it is the input file");
        Impute(link, file).Failed(1, "it is the input file");
        Impute(file, folder["linked", "x.csv"]).Failed(1, "it is the input file");
        Impute(file, folder["rows", "..", "rows", "x.csv"]).Failed(1, "it is the input file");

        Assert.That(File.ReadAllText(file), Is.EqualTo(text));
    }

    [TestCase("reconstruct MODEL", "pictures/a/x.png")]
    [TestCase("interpolate MODEL", "pictures/a/x.png")]
    [TestCase("report MODEL", "pictures/a/x.png")]
    [TestCase("score MODEL", "link.csv")]
    [TestCase("reconstruct MODEL", "pictures/new.png")]
    public void Output_InTheFolderOfPictures_IsRefused(string line, string output)
    {
        var picture = PictureBytes.Png(1, 3, 10, 20, 30);
        Directory.CreateDirectory(folder["pictures", "a"]);
        File.WriteAllBytes(folder["pictures", "a", "x.png"], picture);
        File.CreateSymbolicLink(folder["link.csv"], folder["pictures", "a", "x.png"]);
        var words = line.Replace("MODEL", TinyModel.Folder, StringComparison.Ordinal).Split(' ');

        ToolRun
            .Run([.. words, $"--data={folder["pictures"]}", $"--out={folder[output]}"])
            .Failed(1, $"picture of the input folder '{folder["pictures"]}'", "not in this folder");

        Assert.That(File.ReadAllBytes(folder["pictures", "a", "x.png"]), Is.EqualTo(picture));
        Assert.That(File.Exists(folder["pictures", "new.png"]), Is.False);
    }

    // A folder that ignores case, as on Windows and macOS, has one file for both names, and other folders have two.
    [Test]
    public void Output_NameInOtherCase_IsRefusedWhereItIsTheSameFile()
    {
        var file = folder.Write("x.csv", TinyTable.Rows(30, seed: 4));
        var other = folder["X.csv"];
        var ignoresCase = File.Exists(other);

        var run = Impute(file, other);

        if (ignoresCase)
        {
            run.Failed(1, "it is the input file");
        }
        else
        {
            run.Succeeded();
            Impute(file, other).Succeeded();
        }
    }

    private ToolRun Impute(string data, string output) =>
        ToolRun.Run("impute", TinyTable.Folder, $"--data={data}", $"--out={output}");

    private string[] Arguments(string line, string file, string other) =>
        [
            .. line.Split(' ')
                .Select(word =>
                    word.Replace("MODEL", TinyTable.Folder, StringComparison.Ordinal)
                        .Replace("CHECKPOINT", TinyTable.Checkpoint, StringComparison.Ordinal)
                        .Replace("FILE", file, StringComparison.Ordinal)
                        .Replace("OTHER", other, StringComparison.Ordinal)
                        .Replace("NEW", folder["new"], StringComparison.Ordinal)
                ),
        ];
}
