using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>A conditional model of a table on the command line, from training to scores and synthetic rows.</summary>
internal sealed class ConditionCommandTests
{
    private TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        var random = new Random(1);
        var rows = Enumerable
            .Range(0, 400)
            .Select(row =>
            {
                var machine = row % 4;
                var amount = 20 + (30 * Math.Min(machine, 1)) + random.Next(5);
                return FormattableString.Invariant(
                    $"{(machine == 0 ? "drill" : "press")},{amount},{2 * amount},{(row % 10 == 0 ? "true" : "false")}"
                );
            });
        File.WriteAllLines(folder["rows.csv"], ["machine,amount,weight,fraud", .. rows]);
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={folder["rows.csv"]}",
                "--condition=machine,fraud",
                "--conditional-prior",
                "--epochs=60",
                $"--out={folder["model"]}"
            )
            .Succeeded();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_ConditionColumns_AreInTheManifest()
    {
        var manifest = VaeManifest.Read(Path.Combine(folder["model"], "manifest.json"));

        Assert.That(
            manifest.Conditions!.Columns.Select(column => column.Name),
            Is.EqualTo(new[] { "machine", "fraud" })
        );
        Assert.That(manifest.Columns.Select(column => column.Name), Is.EqualTo(new[] { "amount", "weight" }));
    }

    [Test]
    public void Score_AmountOfAnotherMachine_IsHigher()
    {
        File.WriteAllLines(
            folder["two.csv"],
            ["machine,amount,weight,fraud", "drill,22,44,false", "press,22,44,false"]
        );
        ToolRun
            .Run(
                "score",
                folder["model"],
                $"--data={folder["two.csv"]}",
                $"--out={folder["scores.csv"]}",
                "--contributions"
            )
            .Succeeded();
        var lines = File.ReadAllLines(folder["scores.csv"]);
        double Score(int row) => double.Parse(lines[row].Split(',')[0], CultureInfo.InvariantCulture);

        Assert.That(Score(2), Is.GreaterThan(Score(1) + 1));
        Assert.That(lines[0], Does.Contain("amount").And.Not.Contain("machine"), "conditions are not explained");
    }

    [Test]
    public void Score_UnknownCategory_NamesRowAndColumn()
    {
        File.WriteAllLines(folder["saw.csv"], ["machine,amount,weight,fraud", "saw,22,44,false"]);
        ToolRun
            .Run("score", folder["model"], $"--data={folder["saw.csv"]}", $"--out={folder["saw-scores.csv"]}")
            .Failed(1, "Row 0", "'machine'", "not in the training data");
    }

    [Test]
    public void Score_FileWithoutCondition_NamesIt()
    {
        File.WriteAllLines(folder["lacking.csv"], ["amount,weight,fraud", "22,44,false"]);
        ToolRun
            .Run(
                "score",
                folder["model"],
                $"--data={folder["lacking.csv"]}",
                $"--out={folder["lacking-scores.csv"]}",
                "--allow-missing-columns"
            )
            .Failed(1, "'machine'", "condition");
    }

    [Test]
    public void Synthesize_ChosenCondition_IsInEveryRow()
    {
        ToolRun
            .Run(
                "synthesize",
                folder["model"],
                "--rows=200",
                "--condition",
                "fraud=true",
                $"--out={folder["frauds.csv"]}"
            )
            .Succeeded();
        var lines = File.ReadAllLines(folder["frauds.csv"]);

        Assert.That(lines[0], Is.EqualTo("machine,amount,weight,fraud"), "the order of the training file");
        Assert.That(lines[1..], Has.Length.EqualTo(200).And.All.EndsWith(",true"));
    }

    [Test]
    public void Synthesize_Balance_HasAsManyRowsOfEachCombination()
    {
        ToolRun
            .Run("synthesize", folder["model"], "--rows=400", "--balance", $"--out={folder["balanced.csv"]}")
            .Succeeded();
        var counts = File.ReadLines(folder["balanced.csv"])
            .Skip(1)
            .CountBy(line => (line.Split(',')[0], line.Split(',')[3]))
            .Select(count => count.Value);

        Assert.That(counts, Is.EqualTo(new[] { 100, 100, 100, 100 }));
    }

    [Test]
    public void Synthesize_BalanceWithoutConditions_SaysHowToGetThem()
    {
        ToolRun
            .Run("synthesize", TinyTable.Folder, "--balance", $"--out={folder["no.csv"]}")
            .Failed(1, TinyTable.Folder, "--condition");
    }

    [Test]
    public void Impute_MissingAmount_KeepsTheConditions()
    {
        File.WriteAllLines(folder["gap.csv"], ["machine,amount,weight,fraud", "press,,,false"]);
        ToolRun
            .Run(
                "impute",
                folder["model"],
                $"--data={folder["gap.csv"]}",
                "--uncertainty",
                $"--out={folder["full.csv"]}"
            )
            .Succeeded();
        var cells = File.ReadAllLines(folder["full.csv"])[1].Split(',');

        Assert.That(cells[0], Is.EqualTo("press"));
        Assert.That(double.Parse(cells[1], CultureInfo.InvariantCulture), Is.EqualTo(52).Within(8));
    }

    [Test]
    public void Reconstruct_ModelWithConditions_PointsToOtherWays()
    {
        ToolRun
            .Run("reconstruct", folder["model"], $"--data={folder["rows.csv"]}", $"--out={folder["r.csv"]}")
            .Failed(1, "'machine'", "synthesize");
    }

    [Test]
    public void Report_ModelWithConditions_IsWritten()
    {
        ToolRun
            .Run("report", folder["model"], $"--data={folder["rows.csv"]}", $"--out={folder["report.html"]}")
            .Succeeded();
        var page = File.ReadAllText(folder["report.html"]);

        Assert.That(page, Does.Contain("id=\"reconstructions\"").Or.Contain("Reconstructions"));
        Assert.That(page, Does.Not.Contain("id=\"traversals\""));
    }

    [Test]
    public void Export_UnknownCondition_ListsTheColumns()
    {
        ToolRun
            .Run("export", "--model=table", $"--data={folder["rows.csv"]}", "--condition=tool", $"--out={folder["x"]}")
            .Failed(1, "'tool'", "'amount'");
    }

    [Test]
    public void Export_ConditionOfAModelOfNumbers_IsRefused()
    {
        ToolRun
            .Run(
                "export",
                "--model=fully-connected",
                $"--data={folder["rows.csv"]}",
                "--condition=fraud",
                $"--out={folder["x"]}"
            )
            .Failed(2, "--condition", "--model=table");
    }
}
