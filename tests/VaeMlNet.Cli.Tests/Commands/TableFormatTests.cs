namespace VaeMlNet.Cli.Tests;

/// <summary>Verbs that read rows have the same results on every format of a table.</summary>
internal sealed class TableFormatTests
{
    private const int Rows = 700;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_OtherFormat_WritesWhatItWritesForCsv(
        [ValueSource(typeof(TableFormats), nameof(TableFormats.Endings))] string ending,
        [Values("score --contributions --keep=Id", "encode", "impute --keep=Age", "reconstruct")] string line
    )
    {
        var csv = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        var other = folder.Write($"x{ending}", TableFormats.Convert(csv, ending));

        // impute copies the cells: 40.0 of the CSV file is 40 as a number of Parquet.
        Assert.That(
            Result(line, other).Replace(".0,", ",", StringComparison.Ordinal),
            Is.EqualTo(Result(line, csv).Replace(".0,", ",", StringComparison.Ordinal))
        );
    }

    [TestCaseSource(typeof(TableFormats), nameof(TableFormats.Endings))]
    public void Train_OtherFormat_GivesTheModelOfTheCsvFile(string ending)
    {
        var other = folder.Write($"x{ending}", TableFormats.Convert(TinyTable.Data, ending));
        ToolRun
            .Run(["train", "--model=table", $"--data={other}", $"--out={folder["checkpoint"]}", .. TinyTable.Sizes])
            .Succeeded();
        ToolRun
            .Run("export", $"--checkpoint={folder["checkpoint"]}", $"--data={other}", $"--out={folder["model"]}")
            .Succeeded();

        Assert.That(
            Result("score", TinyTable.Data, folder["model"]),
            Is.EqualTo(Result("score", TinyTable.Data, TinyTable.Folder))
        );
    }

    [TestCaseSource(typeof(TableFormats), nameof(TableFormats.Endings))]
    public void Merge_ShardsOfOtherFormats_AreWhatOneProcessWrites(string ending)
    {
        var csv = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        var other = folder.Write($"x{ending}", TableFormats.Convert(csv, ending));
        foreach (var shard in (string[])["1/3", "2/3", "3/3"])
        {
            ToolRun
                .Run("score", TinyTable.Folder, $"--data={other}", $"--shard={shard}", $"--out={folder["parts"]}")
                .Succeeded();
        }

        ToolRun.Run("merge", folder["parts"], $"--out={folder["merged.csv"]}").Succeeded();

        Assert.That(File.ReadAllText(folder["merged.csv"]), Is.EqualTo(Result("score", csv)));
    }

    [Test]
    public void Export_FewFrequentTextsAmongMany_OpensAndWritesThem()
    {
        var data = folder.Write(
            "x.csv",
            "Left,Games\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 1200)
                        .Select(i =>
                            $"{(i % 5 < 2 ? (i % 2 == 0 ? "Ulm" : "Bonn") : $"place {i}")},{(i == 7 ? "Indef." : $"{i % 9}")}\n"
                        )
                )
        );
        string[] export =
        [
            "export",
            "--model=table",
            $"--data={data}",
            $"--out={folder["model"]}",
            "--epochs=2",
            "--hidden=8",
        ];
        ToolRun.Run(export).Failed(1, "'Games'", "--missing='Indef.'");
        ToolRun.Run([.. export, "--missing=Indef."]).Succeeded();
        var scores = Result("score", data, folder["model"]);
        ToolRun.Run("synthesize", folder["model"], "--rows=200", $"--out={folder["synthetic.csv"]}").Succeeded();

        Assert.That(File.ReadLines(folder["synthetic.csv"]).Skip(1), Is.All.Match("^(Ulm|Bonn|other),[0-8]?$"));
        Assert.That(scores.Split('\n'), Has.Length.GreaterThan(1200));
    }

    [Test]
    public void Score_FilesOfSeveralFormats_AreOneTable()
    {
        Directory.CreateDirectory(folder["in"]);
        var csv = folder.Write("x.csv", TinyTable.Rows(Rows, seed: 3));
        foreach (var (i, ending) in TableFormats.Endings.Index())
        {
            folder.Write($"in/{i}{ending}", TableFormats.Convert(csv, ending));
        }

        string[] once = [.. Result("score", csv).TrimEnd('\n').Split('\n')];

        Assert.That(
            Result("score", folder["in"]).TrimEnd('\n').Split('\n'),
            Is.EqualTo(once.Concat(TableFormats.Endings.Skip(1).SelectMany(_ => once.Skip(1))))
        );
    }

    [Test]
    public void Score_FaultOfLaterFile_NamesItAndItsRow()
    {
        var csv = folder.Write("a.csv", "Age,Income,Member,Color\n30,1000,true,blue\n");
        var json = folder.Write(
            "b.jsonl",
            "{\"Age\":1,\"Income\":2,\"Member\":true,\"Color\":\"blue\"}\n{\"Age\":\"old\",\"Income\":2,\"Member\":true}\n"
        );

        ToolRun
            .Run("score", TinyTable.Folder, $"--data={csv},{json}", $"--out={folder["s.csv"]}")
            .Failed(1, $"JSON lines file '{json}', row 2", "'old' is not a finite number");
    }

    private string Result(string line, string data, string? model = null)
    {
        var words = line.Split(' ');
        ToolRun
            .Run([words[0], model ?? TinyTable.Folder, $"--data={data}", $"--out={folder["out.csv"]}", .. words[1..]])
            .Succeeded();
        return File.ReadAllText(folder["out.csv"]);
    }
}
