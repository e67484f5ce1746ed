using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

/// <summary>The way from a CSV file of one's own to scores, with as few options as there can be.</summary>
internal sealed class NewcomerTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Train_CsvAlone_TakesItsRawColumnsAndReportsIt()
    {
        var data = Customers();

        var run = ToolRun.Run("train", $"--data={data}", "--epochs=2", $"--out={folder["c"]}").Succeeded();

        Assert.That(
            run.OutputLines[0],
            Is.EqualTo($"model: table, because '{data}' is a table; pass --model to choose another")
        );
    }

    [TestCase("2024-01-{0:00}", true)]
    [TestCase("2024-01-{1:00}", false, TestName = "Train_DatesOfSeveralRows_AreNoTime")]
    public void Train_DateOfEachRow_IsNamedAsATimeUnlessAModelIsChosen(string dates, bool isTime)
    {
        var rows = Enumerable
            .Range(1, 28)
            .Select(i => $"{string.Format(CultureInfo.InvariantCulture, dates, i, (i + 1) / 2)},{i * 7 % 10},{i % 4}");
        var data = folder.Write("days.csv", $"day,power,wind\n{string.Join('\n', rows)}\n");

        var run = ToolRun.Run("train", $"--data={data}", "--epochs=1", $"--out={folder["a"]}").Succeeded();
        var chosen = ToolRun
            .Run("train", "--model=table", $"--data={data}", "--epochs=1", $"--out={folder["b"]}")
            .Succeeded();

        Assert.That(run.Output.Contains("--time=day", StringComparison.Ordinal), Is.EqualTo(isTime));
        Assert.That(chosen.Output, Does.Not.Contain("--time=day"));
    }

    [Test]
    public void Train_PrintedNextStep_RunsUnchanged()
    {
        string[] train =
        [
            "train",
            $"--data={Customers()}",
            "--epochs=2",
            "--label-column=Fraud",
            $"--out={folder["c"]}",
        ];

        var exported = Next(ToolRun.Run(train).Succeeded().OutputLines[^1], "onnx/c", folder["m"]);
        var lines = ToolRun.Run(exported.Split(' ')).Succeeded().OutputLines;
        var reported = Next(lines[^3], "report.html", folder["r.html"]);
        var scored = Next(lines[^2], "scores.csv", folder["s.csv"]);
        ToolRun.Run(reported.Split(' ')).Succeeded();
        ToolRun.Run(scored.Split(' ')).Succeeded();

        Assert.That(exported, Does.StartWith("export --checkpoint="));
        Assert.That(lines[^1], Does.Match("^(test|training)_loss="), "scripts read the last line");
        Assert.That(File.ReadAllLines(folder["s.csv"]), Has.Length.EqualTo(61));
    }

    [Test]
    public void Train_ImagesOf784Pixels_AreForMnistAndOthersForAnyNetwork()
    {
        var digits = folder.Write("digits", IdxBytes.Digits(20, seed: 1).Images);
        var small = folder.Write("small", IdxBytes.Build(IdxBytes.UnsignedByte, [30, 4, 5], new byte[600]));

        var first = Train(digits).Succeeded().OutputLines[0];
        var second = Train(small).Succeeded().OutputLines[0];

        Assert.That(first, Does.StartWith("model: mnist, because").And.Contain("784 pixels"));
        Assert.That(second, Does.StartWith("model: fully-connected, because"));
    }

    [Test]
    public void Train_Folder_IsNotCalledACsvFile()
    {
        Directory.CreateDirectory(folder["pictures"]);

        var run = ToolRun.Run("train", $"--data={folder["pictures"]}", $"--out={folder["c"]}");

        Assert.That(run.Output, Is.Empty);

        run.Failed(1, "it is a folder, expected a file");
    }

    [Test]
    public void Score_UnrelatedFileThatMayLackColumns_SaysThatAllAreMissing()
    {
        var data = folder.Write("other.csv", "a,b\n1,2\n");

        ToolRun
            .Run("score", TinyTable.Folder, $"--data={data}", "--allow-missing-columns", $"--out={folder["s.csv"]}")
            .Failed(1, "has none of the 4 columns of model", "'Age'", "'a', 'b'");
    }

    [Test]
    public void Train_SchemaThatInfoWrote_GivesTheSameTable()
    {
        var data = Customers();
        var schema = folder["s.json"];
        ToolRun.Run("info", data, $"--write-schema={schema}").Succeeded();
        var columns = JsonNode.Parse(File.ReadAllText(schema))!["columns"]!;
        columns["Age"]!.AsObject().Clear();
        columns["Age"]!["kind"] = "category";
        folder.Write("s.json", columns.Root.ToJsonString());

        var run = ToolRun
            .Run("train", $"--data={data}", $"--schema={schema}", "--epochs=1", $"--out={folder["c"]}")
            .Succeeded();

        Assert.That(run.Output, Does.Match("Income +integer").And.Match("Color +category of 3"));
        Assert.That(run.Output, Does.Match("Age +category of [0-9]+"), "as the schema says");
    }

    [Test]
    public void Info_Data_DescribesEachColumnAndNamesUnusableOnes()
    {
        var data = folder.Write("d.csv", TinyTable.Rows(60, seed: 1));

        var text = ToolRun.Run("info", data).Succeeded().Output;
        var json = JsonNode.Parse(ToolRun.Run("info", data, "--json").Succeeded().Output)!;

        Assert.That(text, Does.StartWith($"{data}: 60 rows of 6 columns"));
        Assert.That(text, Does.Match("Id +identifier").And.Match("Member +boolean").And.Contain("left out: 'Id'"));
        Assert.That(
            json["columns"]!.AsArray().Select(column => (string?)column!["kind"]),
            Is.EqualTo(new[] { "identifier", "number", "integer", "boolean", "category", "boolean" })
        );
        Assert.That((long?)json["rows"], Is.EqualTo(60));
    }

    [TestCase("--schema=none.json", "none.json", "no such file")]
    [TestCase("--schema=s.json|--categorical=Age", "--schema and --categorical", "cannot be combined")]
    [TestCase("--schema=s.json|--model=fully-connected", "--schema needs --model=table", "")]
    public void Train_WrongSchema_ReportsIt(string options, string fact, string otherFact)
    {
        var run = ToolRun.Run([
            "train",
            $"--data={Customers()}",
            "--likelihood=gaussian",
            $"--out={folder["c"]}",
            .. options.Split('|'),
        ]);

        Assert.That(run.ExitCode, Is.EqualTo(options.Contains('|', StringComparison.Ordinal) ? 2 : 1), run.Error);
        Assert.That(run.Error, Does.Contain(fact).And.Contain(otherFact));
    }

    [Test]
    public void Info_NeitherModelNorData_IsAUsageError()
    {
        ToolRun.Run("info").Failed(2, "Required argument missing");
        ToolRun.Run("info", TinyModel.Folder, "--write-schema=s.json").Failed(2, "--write-schema is only for tables");
    }

    private static string Next(string line, string written, string path)
    {
        Assert.That(line, Does.StartWith("next: vaemlnet ").And.EndWith($"--out={written}"));
        return line["next: vaemlnet ".Length..].Replace($"--out={written}", $"--out={path}", StringComparison.Ordinal);
    }

    private ToolRun Train(string data) =>
        ToolRun.Run("train", $"--data={data}", "--epochs=1", "--batch-size=10", $"--out={folder["c"]}");

    // Without the identifier, which no model can use.
    private string Customers()
    {
        var lines = TinyTable
            .Rows(60, seed: 2)
            .TrimEnd('\n')
            .Split('\n')
            .Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        return folder.Write("customers.csv", string.Join('\n', lines) + "\n");
    }
}
