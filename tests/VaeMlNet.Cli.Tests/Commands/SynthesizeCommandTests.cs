namespace VaeMlNet.Cli.Tests;

internal sealed class SynthesizeCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Synthesize_Table_HasItsColumnsAndTypes()
    {
        var run = Synthesize("--rows=300").Succeeded();

        Assert.That(run.OutputLines[^1], Is.EqualTo($"sampled 300 rows of 4 columns: {folder["s.csv"]}"));

        var table = CsvProfiler.Profile(
            CsvFile.Open(folder["s.csv"]),
            ColumnChoice.All,
            new VaeProfileOptions(),
            OptionAdvice.OnProfile
        );

        Assert.That(table.RowCount, Is.EqualTo(300));
        Assert.That(
            table.Columns.Select(c => (c.Name, c.Kind)),
            Is.EqualTo(
                new[]
                {
                    ("Age", CsvColumnKind.Number),
                    ("Income", CsvColumnKind.Number),
                    ("Member", CsvColumnKind.Category),
                    ("Color", CsvColumnKind.Category),
                }
            )
        );
        Assert.That(table.Columns[3].KeyValues, Is.EqualTo(new[] { "blue", "dark, red", "green" }));
    }

    [Test]
    public void Synthesize_SameSeed_WritesTheSameRows()
    {
        Synthesize("--rows=20", "--seed=5").Succeeded();
        var first = File.ReadAllLines(folder["s.csv"]);
        Synthesize("--rows=20", "--seed=6").Succeeded();
        var other = File.ReadAllLines(folder["s.csv"]);
        Synthesize("--rows=20", "--seed=5").Succeeded();

        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(File.ReadAllLines(folder["s.csv"]), Is.EqualTo(first));
        Assert.That(first.Distinct().Count(), Is.EqualTo(21), "draws from p(x|z) differ");
    }

    [Test]
    public void Synthesize_FillGaps_LeavesNoCellEmpty()
    {
        Synthesize("--rows=300", "--fill-gaps").Succeeded();

        var table = CsvProfiler.Profile(
            CsvFile.Open(folder["s.csv"]),
            ColumnChoice.All,
            new VaeProfileOptions(),
            OptionAdvice.OnProfile
        );

        Assert.That(table.Profile.Columns.Select(column => column.MissingCount), Is.All.Zero);
    }

    [Test]
    public void Synthesize_WrittenRows_CanBeScored()
    {
        Synthesize("--rows=30").Succeeded();

        ToolRun
            .Run("score", TinyTable.Folder, $"--data={folder["s.csv"]}", $"--out={folder["scores.csv"]}")
            .Succeeded();

        Assert.That(File.ReadAllLines(folder["scores.csv"]), Has.Length.EqualTo(31));
    }

    [Test]
    public void Synthesize_ModelOfNumbers_PointsToSample()
    {
        ToolRun
            .Run("synthesize", TinyModel.Folder, $"--out={folder["s.csv"]}")
            .Failed(1, TinyModel.Folder, "'vaemlnet sample'");
    }

    [Test]
    public void Synthesize_Detector_PointsToTableModels()
    {
        File.WriteAllLines(
            folder["rows.csv"],
            ["a,b", .. Enumerable.Range(0, 60).Select(i => $"{i % 7}.5,{i * i % 11}.5")]
        );
        ToolRun.Run(
            "export",
            "--model=detector",
            "--epochs=1",
            $"--data={folder["rows.csv"]}",
            $"--out={folder["detector"]}"
        );

        Assert.That(
            ToolRun.Run("synthesize", folder["detector"], "--rows=3", $"--out={folder["s.csv"]}").Succeeded().Output,
            Does.Contain("--model=table")
        );
    }

    [Test]
    public void Sample_ModelOfATable_PointsToSynthesize()
    {
        ToolRun
            .Run("sample", TinyTable.Folder, $"--out={folder["s.csv"]}")
            .Failed(1, TinyTable.Folder, "'vaemlnet synthesize'");
    }

    [TestCase("--rows=0", "--rows is '0'")]
    [TestCase("--seed=x", "--seed is 'x'")]
    public void Synthesize_WrongOption_IsAUsageError(string option, string fact) => Synthesize(option).Failed(2, fact);

    [Test]
    public void Synthesize_NoOut_IsAUsageError() => ToolRun.Run("synthesize", "m").Failed(2, "--out");

    [Test]
    public void Synthesize_OutIsAFolder_ReportsIt() =>
        ToolRun.Run("synthesize", TinyTable.Folder, $"--out={folder.Path}").Failed(1, folder.Path, "it is a folder");

    [Test]
    public void Synthesize_Canceled_Gives130AndLeavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        ToolRun.Run(source.Token, "synthesize", TinyTable.Folder, $"--out={folder["s.csv"]}").Failed(130, "canceled");

        Assert.That(folder.Entries, Is.Empty);
    }

    private ToolRun Synthesize(params string[] more) =>
        ToolRun.Run(["synthesize", TinyTable.Folder, $"--out={folder["s.csv"]}", .. more]);
}
