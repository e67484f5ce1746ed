using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

/// <summary>The most unusual rows that <c>score</c> and <c>export</c> print, and <c>score --top</c>.</summary>
internal sealed class UnusualRowsTests
{
    private const string Wild = "x,40.0,900000000,false,purple,0\n";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Score_ByDefault_PrintsFiveRowsWithTheirReasons()
    {
        var run = ToolRun.Run("score", TinyTable.Folder, $"--data={Data()}", $"--out={folder["s.csv"]}");
        var lines = run.OutputLines;
        var title = Array.FindIndex(lines, line => line.StartsWith("most unusual rows", StringComparison.Ordinal));

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(lines[title + 1], Does.Match("^row +score +reasons$"));
        Assert.That(lines[title + 2], Does.StartWith("21 ").And.Contain("Income 900000000, usually"));
        Assert.That(lines[title + 2], Does.Contain("Color 'purple' was never seen in training"));
        Assert.That(lines[(title + 2)..^1], Has.Length.EqualTo(5));
        Assert.That(lines[^1], Does.StartWith("scored 21 rows"));
    }

    [Test]
    public void Score_CellsOfAPageOfText_AreQuotedByTheirStart()
    {
        // The 59th character is half of a surrogate pair.
        var page = new string('p', 58) + "\ud83d\ude00" + new string('q', 100_000);
        var data = folder.Write("x.csv", TinyTable.Rows(20, seed: 3) + Wild.Replace("purple", page));
        var number = folder.Write("n.csv", TinyTable.Rows(20, seed: 3) + Wild.Replace("900000000", page));

        var unseen = ToolRun.Run("score", TinyTable.Folder, $"--data={data}", $"--out={folder["s.csv"]}");
        var wrong = ToolRun.Run("score", TinyTable.Folder, $"--data={number}", $"--out={folder["s.csv"]}");
        var profile = ToolRun.Run("info", number).Output;
        wrong.Failed(1, $"'{new string('p', 58)}…' is not a finite number");

        Assert.That(
            unseen.Output,
            Does.Contain($"Color '{new string('p', 58)}…' was never seen").And.Length.LessThan(2000)
        );
        Assert.That(wrong.Error, Has.Length.LessThan(2000));
        Assert.That(
            profile,
            Does.Contain("is not a number, but 20 of 21 cells").And.Not.Contain("--missing").And.Length.LessThan(4000)
        );
    }

    [Test]
    public void Score_TopAsJson_WritesTheHighestScoresWithReasons()
    {
        var data = Data();
        ToolRun.Run("score", TinyTable.Folder, $"--data={data}", $"--out={folder["s.csv"]}");
        double[] scores = [.. File.ReadLines(folder["s.csv"]).Skip(1).Select(Score)];

        var run = ToolRun.Run("score", TinyTable.Folder, $"--data={data}", "--top=7", $"--out={folder["top.json"]}");

        var rows = JsonNode.Parse(File.ReadAllText(folder["top.json"]))!.AsArray();
        int[] expected =
        [
            .. Enumerable.Range(0, 21).OrderByDescending(row => scores[row]).Take(7).Select(row => row + 1),
        ];

        Assert.That(run.ExitCode, Is.Zero);
        Assert.That(rows.Select(row => (int)row!["row"]!), Is.EqualTo(expected));
        Assert.That((string)rows[0]!["reasons"]![0]!, Does.StartWith("Income 900000000, usually"));
        Assert.That((string)rows[0]!["reasons"]![1]!, Does.StartWith("Color 'purple' was never"));
        Assert.That((bool)rows[0]!["predicted_label"]!, Is.True);
        Assert.That((double)rows[0]!["score"]!, Is.EqualTo(scores[20]).Within(1e-3 * scores[20]));
    }

    [Test]
    public void Score_TopAsCsvWithoutAFile_LeavesStandardOutputClean()
    {
        var run = ToolRun.Run("score", TinyTable.Folder, $"--data={Data()}", "--top=2", "--format=csv");

        var lines = run.Result.TrimEnd('\n').Split('\n');

        Assert.That(run.Output, Is.Empty);
        Assert.That(lines[0], Is.EqualTo("Row,Score,PredictedLabel,Reason1,Reason2,Reason3"));
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(
            lines[1],
            Does.StartWith("21,").And.Contain("Income 900000000").And.Contain("Color 'purple' was never")
        );
        Assert.That(run.Error, Does.Contain("scored 21 rows"));
    }

    [Test]
    public void Score_ToStandardOutput_PrintsTheRowsOnTheErrorStream()
    {
        var run = ToolRun.Run("score", TinyTable.Folder, $"--data={Data()}", "--out=-");

        Assert.That(run.Result.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(22));
        Assert.That(run.Output, Is.Empty);
        Assert.That(run.Error, Does.Contain("most unusual rows"));
    }

    [Test]
    public void Score_TopOfSeveralFiles_NamesTheFile()
    {
        folder.Write("a.csv", TinyTable.Rows(20, seed: 3));
        folder.Write("b.csv", TinyTable.Rows(5, seed: 4) + Wild);

        var run = ToolRun.Run(
            "score",
            TinyTable.Folder,
            $"--data={folder["a.csv"]},{folder["b.csv"]}",
            "--top=1",
            "--format=json"
        );

        var row = JsonNode.Parse(run.Result)!.AsArray().Single()!;

        Assert.That((int)row["row"]!, Is.EqualTo(6));
        Assert.That((string)row["file"]!, Does.EndWith("b.csv"));
    }

    [Test]
    public void Score_TopOfFeatures_NamesTheColumns()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(40, seed: 4) + "9,-9,9\n");

        var run = ToolRun.Run("score", TinyModel.Folder, $"--data={data}", "--top=1");

        Assert.That(run.OutputLines[2], Does.Match(@"^41 +\d+\.\d+ ! +[a-z]\w* -?9, usually -?[\d.]+ to [\d.]+"));
    }

    [TestCase("--top=0", "at least 1")]
    [TestCase("--format=json", "--format is for --top")]
    [TestCase("--top=3 --p-values", "--p-values and --top cannot be combined")]
    [TestCase("--top=3 --contributions", "--contributions and --top cannot be combined")]
    [TestCase("--top=3 --keep=Id", "--keep and --top cannot be combined")]
    [TestCase("--top=3 --format=text --out=x.csv", "--format=text is for the terminal")]
    [TestCase("--top=3 --out=x.idv", "writes CSV, Parquet or JSON")]
    [TestCase("--top=3 --out=x.parquet --format=csv", "--format is csv")]
    [TestCase("", "'--out' is required, unless --top is given")]
    public void Score_OptionsThatContradictTop_AreRefused(string options, string message) =>
        ToolRun
            .Run([
                "score",
                TinyTable.Folder,
                $"--data={TinyTable.Data}",
                .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                .. options.StartsWith("--format", StringComparison.Ordinal) ? (string[])["--out=x.csv"] : [],
            ])
            .Failed(2, message);

    [Test]
    public void Export_Table_PrintsParityInOneWordAndTheMostUnusualRows()
    {
        string[] export = ["export", $"--checkpoint={TinyTable.Checkpoint}", $"--data={TinyTable.Data}"];
        var run = ToolRun.Run([.. export, $"--out={folder["m"]}"]).Succeeded();
        var verbose = ToolRun.Run([.. export, $"--out={folder["m2"]}", "--verbose"]).Succeeded();

        Assert.That(run.OutputLines, Does.Contain("parity: passed"));
        Assert.That(run.Output, Does.Not.Contain("largest difference"));
        Assert.That(run.Output, Does.Match(@"most unusual rows[^\n]*\nrow +score +reasons\n\d+ "));
        Assert.That(verbose.Output, Does.Contain("largest difference"));
    }

    private static double Score(string line) =>
        double.Parse(line.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);

    private string Data() => folder.Write("x.csv", TinyTable.Rows(20, seed: 3) + Wild);
}
