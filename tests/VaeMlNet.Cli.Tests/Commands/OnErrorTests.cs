using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>Rows that cannot be read: an error, or skipped and logged with <c>--on-error=skip</c>.</summary>
internal sealed class OnErrorTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Score_BadRowsSkipped_GivesTheScoresOfTheOthersAndALog()
    {
        var rows = Rows();
        var data = folder.Write("x.csv", Joined(WithFaults(rows)));
        var good = folder.Write("good.csv", Joined(rows));
        ToolRun.Run("score", TinyTable.Folder, $"--data={good}", $"--out={folder["good.out"]}", "--keep=Id");

        var run = ToolRun.Run(
            "score",
            TinyTable.Folder,
            $"--data={data}",
            $"--out={folder["s.csv"]}",
            "--keep=Id",
            "--on-error=skip"
        );

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(File.ReadAllText(folder["s.csv"]), Is.EqualTo(File.ReadAllText(folder["good.out"])));
        Assert.That(
            run.Error,
            Is.EqualTo($"vaemlnet: warning: 3 rows were skipped; the faults are in '{folder["s.csv"]}.errors.csv'.\n")
        );
        Assert.That(
            File.ReadAllLines($"{folder["s.csv"]}.errors.csv"),
            Is.EqualTo(
                new[]
                {
                    "File,Row,Column,Text,Reason",
                    $"{data},1,Age,abc,'abc' is not a finite number",
                    $"{data},7,,,\"3 cells, but the header has 6 columns\"",
                    $"{data},33,Income,1e99,'1e99' is not a finite number",
                }
            )
        );
    }

    [Test]
    public void Score_TopAfterSkippedRows_HasTheNumbersOfTheFile()
    {
        string[] rows = [.. Rows(), "x,40.0,30000,false,purple,0"];
        var data = folder.Write("x.csv", Joined(WithFaults(rows)));

        var run = ToolRun.Run("score", TinyTable.Folder, $"--data={data}", "--top=1", "--on-error=skip");

        Assert.That(run.Output, Does.Contain("\n34 "));
        Assert.That(folder.Entries, Has.None.Contains("errors"));
    }

    [Test]
    public void Score_SegmentsAfterSkippedRows_HaveTheNumbersOfTheFile()
    {
        var lines = TinySeries.Rows(400, seed: 2, hasAnomaly: true).TrimEnd('\n').Split('\n').ToList();
        var whole = folder.Write("whole.csv", Joined(lines));
        lines.InsertRange(5, ["x,a,1,50,yes,hall 1,0", "x,a,1,50,yes,hall 1,0"]);
        var data = folder.Write("x.csv", Joined(lines));

        var (good, skipped) = (Segments("good.csv", whole), Segments("g.csv", data));
        var top = ToolRun.Run("score", TinySeries.Folder, $"--data={data}", "--top=1", "--on-error=skip");

        Assert.That(good, Is.Not.Empty);
        Assert.That(skipped.Select(RowNumbers), Is.EqualTo(good.Select(row => RowNumbers(row).Select(n => n + 2))));

        var peak = skipped.MaxBy(row => double.Parse(row[6], CultureInfo.InvariantCulture))!;

        Assert.That(top.Output, Does.Contain($"\n{peak[7]} "), "the row of the highest score");

        IEnumerable<int> RowNumbers(string[] row) =>
            new[] { row[1], row[2], row[7] }.Select(cell => int.Parse(cell, CultureInfo.InvariantCulture));
    }

    [Test]
    public void Score_SegmentsOfSeveralFiles_HaveTheFileOfEachRow()
    {
        var lines = TinySeries.Lines(400, seed: 2, hasAnomaly: true).ToArray();
        var header = TinySeries.Rows(0, seed: 2);
        var first = folder.Write("a.csv", header + Joined(lines[..200]));
        var second = folder.Write("b.csv", header + Joined(lines[200..]));
        var whole = Segments("good.csv", folder.Write("whole.csv", header + Joined(lines)));

        var parts = Segments("g.csv", $"{first},{second}");

        Assert.That(
            parts.Select(row => (row[1], row[2], row[9], row[10])),
            Is.EqualTo(whole.Select(row => (FileOf(row[1]), RowOf(row[1]), FileOf(row[7]), RowOf(row[7]))))
        );

        int Row(string row) => int.Parse(row, CultureInfo.InvariantCulture);
        string FileOf(string row) => Row(row) > 200 ? second : first;
        string RowOf(string row) => $"{(Row(row) > 200 ? Row(row) - 200 : Row(row))}";
    }

    [Test]
    public void Impute_SeveralFiles_LogsTheFileOfEachRow()
    {
        var first = folder.Write("a.csv", Joined(Rows()));
        var second = folder.Write("b.csv", Joined(WithFaults(Rows())));

        var run = ToolRun.Run(
            "impute",
            TinyTable.Folder,
            $"--data={first},{second}",
            $"--out={folder["f.csv"]}",
            "--on-error=skip",
            $"--error-log={folder["log.csv"]}"
        );

        string[] places =
        [
            .. File.ReadLines(folder["log.csv"]).Skip(1).Select(line => string.Join(',', line.Split(',')[..2])),
        ];

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(places, Is.EqualTo(new[] { $"{second},1", $"{second},7", $"{second},33" }));
        Assert.That(File.ReadAllLines(folder["f.csv"]), Has.Length.EqualTo(61));
    }

    [Test]
    public void Score_FeaturesWithBadRows_SkipsThem()
    {
        var lines = TinyModel.Rows(10, seed: 4).Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        lines.Insert(4, "1,,2");
        var data = folder.Write("x.csv", string.Join('\n', lines) + "\n");

        var run = ToolRun.Run(
            "score",
            TinyModel.Folder,
            $"--data={data}",
            $"--out={folder["s.csv"]}",
            "--on-error=skip"
        );

        Assert.That(run.Error, Does.Contain("1 row was skipped"));
        Assert.That(File.ReadAllLines(folder["s.csv"]), Has.Length.EqualTo(11));
        Assert.That(File.ReadAllText($"{folder["s.csv"]}.errors.csv"), Does.Contain(",4,b,,the cell is empty\n"));
    }

    [Test]
    public void Score_NoBadRow_SaysNothing() =>
        ToolRun
            .Run("score", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["s.csv"]}", "--on-error=skip")
            .Succeeded();

    [Test]
    public void Score_ByDefault_StopsAtTheFirstBadRow()
    {
        var data = folder.Write("x.csv", Joined(WithFaults(Rows())));

        ToolRun
            .Run("score", TinyTable.Folder, $"--data={data}", $"--out={folder["s.csv"]}")
            .Failed(1, "row 1", "'Age'", "'abc' is not a finite number");
    }

    [TestCase(2, "--error-log is for --on-error=skip", "--error-log=x.csv")]
    [TestCase(2, "--on-error is 'ignore', expected stop or skip", "--on-error=ignore")]
    [TestCase(2, "--on-error is 'ignore', expected stop or skip", "--on-error=ignore", "--shard=1/2")]
    [TestCase(2, "--on-error=skip is not for --shard", "--on-error=skip", "--shard=1/2")]
    public void Score_WrongOptions_AreRefused(int exitCode, string message, params string[] options) =>
        ToolRun
            .Run(["score", TinyTable.Folder, $"--data={TinyTable.Data}", $"--out={folder["s"]}", .. options])
            .Failed(exitCode, message);

    private string[][] Segments(string name, string data)
    {
        ToolRun.Run(
            "score",
            TinySeries.Folder,
            $"--data={data}",
            $"--segments={folder[name]}",
            $"--out={folder["s.csv"]}",
            "--on-error=skip"
        );
        return [.. File.ReadLines(folder[name]).Skip(1).Select(line => line.Split(','))];
    }

    private static string[] Rows() => TinyTable.Rows(30, seed: 3).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";

    // Rows 1 and 7, and one behind the 30 good ones.
    private static string[] WithFaults(string[] lines) =>
        [
            lines[0],
            "a,abc,1,true,blue,0",
            .. lines[1..6],
            "b,1,2",
            .. lines[6..31],
            "c,1,1e99,true,blue,0",
            .. lines[31..],
        ];
}
