using System.Globalization;
using System.Text.Json.Nodes;

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
                $"--out={folder["model"]}"
            )
            .Succeeded();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_ConditionColumns_AreInTheManifest()
    {
        var manifest = VaeModel.ReadManifest(folder["model"]);

        Assert.That(manifest.ConditionColumns.Select(column => column.Name), Is.EqualTo(new[] { "machine", "fraud" }));
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
    [Proves(54)]
    public void Score_UnknownCategory_NamesRowAndColumn()
    {
        File.WriteAllLines(folder["saw.csv"], ["machine,amount,weight,fraud", "saw,22,44,false"]);
        ToolRun
            .Run("score", folder["model"], $"--data={folder["saw.csv"]}", $"--out={folder["saw-scores.csv"]}")
            .Failed(
                1,
                "row 1 (line 2), column 'machine': 'saw' is not allowed",
                "needs one of the 2 categories of the training data",
                "Choose a known value, or remove the row."
            );
    }

    [TestCase("score")]
    [TestCase("encode")]
    [TestCase("impute")]
    [TestCase("reconstruct")]
    public void OnErrorSkip_RowsWithoutAKnownCondition_AreLeftOutAndLogged(string verb)
    {
        var (data, output) = (folder[$"{verb}-unknown.csv"], folder[$"{verb}-known.csv"]);
        File.WriteAllLines(
            data,
            [
                "machine,amount,weight,fraud",
                "drill,22,44,false",
                "saw,22,44,false",
                ",52,104,false",
                "press,52,104,",
                "press,52,104,true",
            ]
        );
        var run = ToolRun.Run(verb, folder["model"], $"--data={data}", $"--out={output}", "--on-error=skip");
        var faults = File.ReadAllLines($"{output}.errors.csv");

        Assert.That(run.Error, Does.Contain("3 rows were skipped"));
        Assert.That(File.ReadAllLines(output), Has.Length.EqualTo(3));
        Assert.That(faults, Has.Length.EqualTo(4));
        Assert.That(faults[1], Does.Contain(",2,machine,saw,").And.Contain("one of the 2 categories"));
        Assert.That(faults[2], Does.Contain(",3,machine,,"));
        Assert.That(faults[3], Does.Contain(",4,fraud,,"));
    }

    [Test]
    public void Impute_UnknownCategoryInARowWithoutGaps_IsRefusedLikeInOtherRows()
    {
        File.WriteAllLines(folder["no-gap.csv"], ["machine,amount,weight,fraud", "saw,22,44,false"]);
        ToolRun
            .Run("impute", folder["model"], $"--data={folder["no-gap.csv"]}", $"--out={folder["no-gap-full.csv"]}")
            .Failed(1, "row 1 (line 2), column 'machine': 'saw' is not allowed");
    }

    [Test]
    public void Export_RowWithoutACondition_NamesTheCell()
    {
        var lines = File.ReadAllLines(folder["rows.csv"]);
        lines[6] = lines[6].Replace("press", "", StringComparison.Ordinal);
        File.WriteAllLines(folder["gap.csv"], lines);
        ToolRun
            .Run(
                "export",
                "--model=table",
                $"--data={folder["gap.csv"]}",
                "--condition=machine",
                $"--out={folder["gap"]}"
            )
            .Failed(1, "row 6 (line 7), column 'machine': '' is not allowed, because conditions are never missing");
    }

    [Test]
    public void Export_NormalRowsWithConditions_AreRefusedFirst() =>
        ToolRun
            .Run(
                "export",
                "--model=detector",
                $"--data={folder["rows.csv"]}",
                "--condition=machine",
                "--normal-rows",
                $"--out={folder["normal"]}"
            )
            .Failed(2, "--normal-rows and --condition cannot be combined");

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
    public void Synthesize_DateAndNumberAsConditions_AreThoseAskedFor()
    {
        var rows = Enumerable
            .Range(0, 200)
            .Select(row =>
                FormattableString.Invariant(
                    $"{new DateTime(2024, 1, 1).AddDays(row * 37 % 200):dd.MM.yyyy},{20 + row % 50 * 0.3:0.0},{row % 7}"
                )
            );
        File.WriteAllLines(folder["days.csv"], ["day,age,amount", .. rows]);
        ToolRun
            .Run(
                "export",
                "--model=table",
                "--epochs=2",
                $"--data={folder["days.csv"]}",
                "--condition=day,age",
                $"--out={folder["days"]}"
            )
            .Succeeded();

        var known = SynthesizeDays("--where=day=15.06.2024", "--where=age=23.7");
        var unknown = SynthesizeDays("--where=day=15.06.2031");
        var range = SynthesizeDays("--where=day=10.06.2024..20.06.2024");

        Assert.That(known, Is.All.StartsWith("15.06.2024,23.7,"));
        Assert.That(unknown, Is.All.StartsWith("15.06.2031,"));
        Assert.That(
            range.Select(line => line.Split('.')[0]).Distinct(),
            Is.EquivalentTo(Enumerable.Range(10, 11).Select(day => $"{day}"))
        );

        ToolRun
            .Run("synthesize", folder["days"], "--where=age=23.74", $"--out={folder["none.csv"]}")
            .Failed(1, "'age=23.74' is met by no row", "Use the closest one, 23.7");
        ToolRun
            .Run("synthesize", folder["days"], "--where=age>=90", $"--out={folder["none.csv"]}")
            .Failed(1, "No combination of conditions that model", "keeps", "meets 'age>=90'. Use a wider condition");
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
    [Proves(55)]
    public void Reconstruct_OtherCondition_WritesRowsOfThatMachine()
    {
        var own = Reconstruct("own.csv");
        var asPresses = Reconstruct("presses.csv", "--where=machine=press");

        Assert.That(own[0], Is.EqualTo("amount,weight,machine,fraud"));
        Assert.That(own[1], Does.Contain("drill"));
        Assert.That(Amount(own[1]), Is.EqualTo(22).Within(5));
        Assert.That(asPresses.Skip(1), Is.All.Contains("press"));
        Assert.That(Amount(asPresses[1]), Is.EqualTo(52).Within(8));
        Assert.That(asPresses, Has.Length.EqualTo(own.Length));
    }

    [Test]
    [Proves(55)]
    public void Decode_LatentsAndConditions_EqualsTheReconstruction()
    {
        ToolRun
            .Run(
                "encode",
                folder["model"],
                $"--data={folder["rows.csv"]}",
                "--keep=machine,fraud",
                $"--out={folder["latents.csv"]}"
            )
            .Succeeded();
        ToolRun
            .Run("decode", folder["model"], $"--data={folder["latents.csv"]}", $"--out={folder["decoded.csv"]}")
            .Succeeded();
        var decoded = File.ReadAllLines(folder["decoded.csv"]);
        var reconstructed = Reconstruct("same.csv");

        Assert.That(decoded, Has.Length.EqualTo(reconstructed.Length));

        for (var row = 1; row < decoded.Length; row++)
        {
            Assert.That(Amount(decoded[row]), Is.EqualTo(Amount(reconstructed[row])).Within(0.01), $"row {row}");
            Assert.That(decoded[row].Split(',')[2..], Is.EqualTo(reconstructed[row].Split(',')[2..]), $"row {row}");
        }
    }

    [Test]
    public void Decode_FileWithoutConditions_SaysHowToGiveThem()
    {
        File.WriteAllLines(folder["bare.csv"], Bare());
        ToolRun
            .Run(
                "decode",
                folder["model"],
                $"--data={folder["bare.csv"]}",
                "--where=machine=press",
                $"--out={folder["bare-rows.csv"]}"
            )
            .Failed(1, "'fraud'", "--where=fraud=VALUE");
        ToolRun
            .Run(
                "decode",
                folder["model"],
                $"--data={folder["bare.csv"]}",
                "--where=machine=press",
                "--where=fraud=true",
                $"--out={folder["bare-rows.csv"]}"
            )
            .Succeeded();

        Assert.That(File.ReadAllLines(folder["bare-rows.csv"])[1], Does.EndWith("press,true"));
    }

    [Test]
    public void Reconstruct_ConditionWithoutConditionColumns_SaysHowToGetThem()
    {
        var rows = folder.Write("tiny.csv", TinyTable.Rows(3, seed: 1));
        ToolRun
            .Run("reconstruct", TinyTable.Folder, $"--data={rows}", "--where=Color=blue", $"--out={folder["none.csv"]}")
            .Failed(1, "--where", "--condition");
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

    [TestCase("score", "--contributions")]
    [TestCase("encode")]
    [TestCase("impute")]
    [TestCase("reconstruct", "--where=machine=press")]
    [Proves(60)]
    public void Merge_ShardsUnderConditions_AreWhatOneProcessWrites(string verb, params string[] options)
    {
        string[] arguments = [verb, folder["model"], $"--data={folder["rows.csv"]}", .. options];
        var (parts, whole, merged) = (
            folder[$"{verb}-parts"],
            folder[$"{verb}-whole.csv"],
            folder[$"{verb}-merged.csv"]
        );
        ToolRun.Run([.. arguments, $"--out={whole}"]).Succeeded();
        ToolRun.Run([.. arguments, $"--out={parts}", "--shard=1/2"]).Succeeded();
        ToolRun.Run([.. arguments, $"--out={parts}", "--shard=2/2"]).Succeeded();
        ToolRun.Run("merge", parts, $"--out={merged}").Succeeded();

        Assert.That(File.ReadAllText(merged), Is.EqualTo(File.ReadAllText(whole)));
    }

    [Test]
    [Proves(60)]
    public void Worker_MessagesUnderConditions_AreScoredAndUnusableOnesNamed()
    {
        const string header = "machine,amount,weight,fraud\n";
        using var model = VaeModel.Open(folder["model"]);
        MessageFormat format = new(model, ColumnChoice.All, null, byteLimit: 10_000);
        using BatchPass pass = new(format, BatchStep.Score(model, format.ColumnNames, new()));

        var outcomes = pass.Run([
            QueuedMessages.Create(header + "drill,22,44,false\npress,22,44,false\n", "good"),
            QueuedMessages.Create(header + "saw,22,44,false\n", "unknown"),
            QueuedMessages.Create(header + ",22,44,false\n", "missing"),
            QueuedMessages.Create("amount,weight,fraud\n22,44,false\n", "lacking"),
        ]);
        var scores = outcomes[0].Text().TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')[1]);

        Assert.That(scores.Select(score => double.Parse(score, CultureInfo.InvariantCulture)), Is.Ordered.Ascending);
        Assert.That(outcomes[1].Fault, Does.Contain("'machine'").And.Contain("'saw' is not allowed"));
        Assert.That(outcomes[2].Fault, Does.Contain("'machine'"));
        Assert.That(outcomes[3].Fault, Does.Contain("'machine'").And.Contain("condition"));
    }

    [Test, Category("Long")]
    [Proves(60)]
    public void Node_RowsUnderConditions_HaveTheScoresOfTheTool()
    {
        var node = NodeProject.Install();
        ToolRun.Run("score", folder["model"], $"--data={folder["rows.csv"]}", $"--out={folder["all.csv"]}").Succeeded();
        var rows = File.ReadLines(folder["rows.csv"])
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(cells =>
                $$"""{"machine":"{{cells[0]}}","amount":{{cells[1]}},"weight":{{cells[2]}},"fraud":{{cells[3]}}}"""
            );
        File.WriteAllText(folder["rows.json"], $"[{string.Join(',', rows)}]");

        var actual = JsonNode
            .Parse(NodeProject.Run(node, "score.mjs", folder["model"], folder["rows.json"]))!
            .AsArray()
            .Select(row => row!["score"]!.GetValue<double>());

        var expected = File.ReadLines(folder["all.csv"])
            .Skip(1)
            .Select(line => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture));

        Assert.That(actual, Is.EqualTo(expected).AsCollection.Within(1e-3));
    }

    private static double Amount(string line) => double.Parse(line.Split(',')[0], CultureInfo.InvariantCulture);

    private string[] SynthesizeDays(params string[] conditions)
    {
        ToolRun
            .Run(["synthesize", folder["days"], "--rows=100", .. conditions, $"--out={folder["made.csv"]}"])
            .Succeeded();
        return File.ReadAllLines(folder["made.csv"])[1..];
    }

    private string[] Reconstruct(string name, params string[] options)
    {
        ToolRun
            .Run(["reconstruct", folder["model"], $"--data={folder["rows.csv"]}", .. options, $"--out={folder[name]}"])
            .Succeeded();
        return File.ReadAllLines(folder[name]);
    }

    // As many latents as the model has, all 0.
    private IEnumerable<string> Bare()
    {
        var count = VaeModel.ReadManifest(folder["model"]).Latent.Dim;
        var names = Enumerable.Range(0, count).Select(i => $"latent_{i}");
        return [string.Join(',', names), string.Join(',', Enumerable.Repeat("0", count))];
    }
}
