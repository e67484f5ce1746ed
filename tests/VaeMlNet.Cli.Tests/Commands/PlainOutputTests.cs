namespace VaeMlNet.Cli.Tests;

internal sealed class PlainOutputTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Output_Redirected_HasNoEscapesBarsOrBoxes()
    {
        ToolRun[] runs =
        [
            ToolRun.Run(
                "train",
                "--model=fully-connected",
                $"--data={TinyModel.Table}",
                "--likelihood=gaussian",
                "--epochs=2",
                $"--out={folder["c"]}"
            ),
            ToolRun.Run(
                "export",
                $"--checkpoint={TinyModel.Checkpoint}",
                $"--data={TinyModel.Table}",
                $"--out={folder["m"]}"
            ),
            ToolRun.Run("verify", TinyModel.Folder),
            ToolRun.Run("encode", TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["z.csv"]}"),
            ToolRun.Run("train", "--help"),
        ];

        foreach (var run in runs)
        {
            var output = run.Succeeded().Output;
            Assert.That(output.Where(c => c > '~' || (c < ' ' && c != '\n')), Is.Empty, output);
            Assert.That(output, Does.Not.Contain("%"));
            Assert.That(output.Split('\n').Max(line => line.TrimEnd().Length), Is.LessThan(300));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void WriteTable_MoreRowsThanShown_CountsTheOthers(bool isInteractive)
    {
        using StringWriter output = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, TextWriter.Null, isInteractive);

        terminal.WriteTable(
            "names",
            ["name"],
            [
                ["first"],
                ["second"],
                ["third"],
            ],
            shownRows: 1
        );

        Assert.That(output.ToString(), Does.Contain("first").And.Not.Contain("second").And.EndsWith("\nand 2 more\n"));
    }

    [Test]
    public void RunWithBar_Terminal_ShowsTitleAndRemovesTheBarAgain()
    {
        using StringWriter output = new();
        CommandTerminal terminal = new(output, TextWriter.Null, isInteractive: true);

        var result = terminal.RunWithBar(
            "work [1/2]",
            bar =>
            {
                bar.Report(0.5);
                terminal.WriteLine("a line in between");
                return 7;
            }
        );

        Assert.That(result, Is.EqualTo(7));
        Assert.That(output.ToString(), Does.Contain("a line in between"));
    }

    [Test]
    public void WriteTable_Redirected_AlignsColumnsWithoutBorders()
    {
        using StringWriter output = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, TextWriter.Null, isInteractive: false);

        terminal.WriteTable(
            "Title",
            ["name", "value"],
            [
                ["a", "1"],
                ["longer [x]", "22"],
            ]
        );

        string[] lines = [.. output.ToString().Split('\n').Select(line => line.TrimEnd())];

        Assert.That(lines[1], Is.EqualTo("Title"));
        Assert.That(lines[3], Does.Match(@"^a +1$"));
        Assert.That(lines[4], Does.Match(@"^longer \[x\] +22$"));
        Assert.That(lines[3].IndexOf('1'), Is.EqualTo(lines[4].IndexOf("22", StringComparison.Ordinal)));
    }
}
