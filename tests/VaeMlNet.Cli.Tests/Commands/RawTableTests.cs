using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli.Tests;

/// <summary>All verbs on a raw table: dates, identifiers, free text, sentinels, units and decimal commas, without options.</summary>
internal sealed class RawTableTests
{
    private const int RowCount = 120;
    private const string Header = "id;when;amount;weight;smoker;age;zip;comment;active";

    private static readonly Lazy<string> Model = new(Export);
    private static TemporaryFolder? shared;

    private TemporaryFolder folder = null!;

    private static string Data => shared!["raw.csv"];

    [OneTimeTearDown]
    public void DeleteShared() => shared?.Dispose();

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Synthesize_RawTable_HasTheFormatsOfTheData()
    {
        ToolRun.Run("synthesize", Model.Value, "--rows=40", $"--out={folder["s.csv"]}").Succeeded();

        var lines = File.ReadAllLines(folder["s.csv"]);

        Assert.That(lines[0], Is.EqualTo("id,when,amount,weight,smoker,age,zip,active"));
        Assert.That(
            lines.Skip(1),
            Is.All.Match(
                @"^u-\d+,(\d\d\.\d\d\.202[234] \d\d:(00|15|30|45)|),(""-?(\d{1,3}\.)*\d{1,3},\d\d""|),(-?\d+ kg|),(yes|no|),-?\d+,(0(1067|4103|9999)|),([01]|)$"
            )
        );
        Assert.That(lines.Skip(1), Has.Some.Contains(",999,"), "missing ages are written as in the data");
        Assert.That(
            lines.Skip(1).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]),
            Is.Unique.And.None.AnyOf([.. File.ReadAllLines(Data).Select(line => line.Split(';')[0])])
        );
    }

    [Test]
    public void Synthesize_Conditions_AreReadInTheFormatsOfTheDataAndTheRateIsStated()
    {
        var run = ToolRun
            .Run(
                "synthesize",
                Model.Value,
                "--rows=30",
                "--where=when>=01.05.2023 00:00",
                "--where=smoker=yes",
                "--where=weight=50 kg..90 kg",
                "--fill-gaps",
                $"--out={folder["s.csv"]}"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Match(@"accepted \d+\.\d\d% of \d+ drawn rows"));

        foreach (var line in File.ReadAllLines(folder["s.csv"]).Skip(1))
        {
            var match = Regex.Match(
                line,
                @"^u-\d+,(\d\d\.\d\d\.\d{4} \d\d:\d\d),""[^""]+"",(\d+) kg,yes,\d+,\d+,[01]$"
            );
            var when = DateTime.ParseExact(match.Groups[1].Value, "dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture);

            Assert.That(when, Is.GreaterThanOrEqualTo(new DateTime(2023, 5, 1)), line);
            Assert.That(int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), Is.InRange(50, 90), line);
        }
    }

    [TestCase("--where=when>=2023-05-01", "expected a date in the format dd.MM.yyyy HH:mm")]
    [TestCase("--where=weight>1000 kg", "Only 0 of")]
    [TestCase("--constraint=when<=smoker", "'smoker' have none")]
    public void Synthesize_WrongCondition_ReportsIt(string option, string fact)
    {
        ToolRun.Run("synthesize", Model.Value, "--rows=3", option, $"--out={folder["s.csv"]}").Failed(1, fact);

        Assert.That(folder.Entries, Is.Empty);
    }

    [Test]
    public void Impute_RawTable_FillsInTheFormatsOfTheData()
    {
        var data = folder.Write("x.csv", Header + "\nx;;;;;;;;\ny;03.02.2023 10:00;5,10;70 kg;yes;999;04103;hello;1\n");

        ToolRun.Run("impute", Model.Value, $"--data={data}", $"--out={folder["i.csv"]}").Succeeded();

        var lines = File.ReadAllLines(folder["i.csv"]);

        Assert.That(
            lines[1],
            Does.Match(@"^x,\d\d\.\d\d\.202[234] \d\d:\d\d,""-?[0-9.]+,\d\d"",-?\d+ kg,(yes|no),-?\d+,0\d{4},,[01]$")
        );
        Assert.That(
            lines[2],
            Does.Match(@"^y,03\.02\.2023 10:00,""5,10"",70 kg,yes,\d\d,04103,hello,1$"),
            "999 is missing"
        );
    }

    [Test]
    public void Score_RawTable_NeedsNoOptionsAndNamesThePartsOfDates()
    {
        var model = Model.Value;
        ToolRun
            .Run("score", model, $"--data={Data}", "--contributions", "--keep=id,when", $"--out={folder["s.csv"]}")
            .Succeeded();

        var lines = File.ReadAllLines(folder["s.csv"]);

        Assert.That(
            lines[0],
            Does.StartWith("id,when,Score,PredictedLabel,Unseen,contribution.when.days,contribution.when.weekday.sin,")
        );
        Assert.That(lines, Has.Length.EqualTo(RowCount + 1));
    }

    [Test]
    public void Score_FileOfAnotherFormat_IsReadWithItsSchema()
    {
        var data = folder.Write(
            "x.csv",
            "when,amount,weight,smoker,age,zip,active\n2023-02-03,5.1,70,yes,30,04103,1\n"
        );
        var schema = folder.Write(
            "s.json",
            """{ "columns": { "when": { "kind": "date", "format": "yyyy-MM-dd" }, "amount": "number", "weight": "number" } }"""
        );
        var output = $"--out={folder["s.csv"]}";

        ToolRun.Run("score", Model.Value, $"--data={data}", output).Failed(1, "column 'when'", "dd.MM.yyyy");
        ToolRun.Run("score", Model.Value, $"--data={data}", $"--schema={schema}", output).Succeeded();
    }

    [Test]
    public void Export_FromACheckpoint_KeepsTheSchema()
    {
        var model = Model.Value;
        ToolRun.Run("train", $"--data={Data}", "--epochs=1", $"--out={folder["c"]}").Succeeded();
        ToolRun.Run("export", $"--checkpoint={folder["c"]}", $"--data={Data}", $"--out={folder["m"]}").Succeeded();

        var schema = VaeModel.ReadManifest(folder["m"]).TableSchema;

        Assert.That(schema, Is.EqualTo(VaeModel.ReadManifest(model).TableSchema));
        Assert.That(schema!.Find("when")!.DateFormat, Is.EqualTo("dd.MM.yyyy HH:mm"));
        Assert.That(schema.Find("id")!.Kind, Is.EqualTo(VaeColumnKind.Identifier));
    }

    [Test]
    public void Info_RawTable_NamesKindsReasonsAndNotes()
    {
        _ = Model.Value;

        var text = ToolRun.Run("info", Data).Succeeded().Output;

        Assert.That(text, Does.Match("when +date ").And.Match("amount +number ").And.Match("zip +category of 3 "));
        Assert.That(text, Does.Contain("note: column 'age': 999 in 6 cells is read as missing"));
        Assert.That(text, Does.Contain("note: column 'weight': Read with the unit 'kg'"));
        Assert.That(text, Does.Contain("left out: 'comment' (text)"));
    }

    [TestCase("inf,2.5,a", "row 61 (line 62), column 'inf': 'inf' is not a number")]
    [TestCase("inf,size,kind", "row 61 (line 62) repeats the header")]
    public void Export_CellLikeTheNameOfItsColumn_IsAHeaderOnlyIfItsRowIs(string line, string problem)
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{600 + (i * 37 % 500)},{i}.5,{(i % 2 == 0 ? 'a' : 'b')}");
        var data = folder.Write("inf.csv", $"inf,size,kind\n{string.Join('\n', rows)}\n{line}\n{rows.First()}\n");

        ToolRun.Run("export", $"--data={data}", $"--out={folder["inf"]}").Failed(1, problem);

        Assert.That(ToolRun.Run("info", data).Output, Does.Contain(problem));
    }

    [TestCase]
    [TestCase("--columns=x.1")]
    public void Export_RepeatedHeaderWhoseNamesOccurTwice_IsNamedAlone(params string[] options)
    {
        var rows = Enumerable.Range(0, 30).Select(i => $"{i},{i * 2},3,{i % 7}");
        var data = folder.Write("twice.csv", $"x,x,y,y\n{string.Join('\n', rows)}\nx,x,y,y\n{rows.First()}\n");

        var run = ToolRun.Run(["export", $"--data={data}", $"--out={folder["twice"]}", .. options]);

        run.Failed(1, "row 31 (line 32) repeats the header");

        Assert.That(run.Error, Does.Not.Contain("problem"));
    }

    [Test]
    public void Verbs_TextsAmongNumbers_AreMissingInOtherFilesToo()
    {
        string[] texts = ["2100 - 2850", "34.46Sq. Meter", "about 900", "none of it", "4 rooms"];
        var rows = Enumerable
            .Range(0, RowCount)
            .Select(i => i % 24 == 5 ? $"{texts[i / 24]},{i}.5,a" : $"{600 + (i * 37 % 500)},{i}.5,b");
        var data = folder.Write("area.csv", $"area,size,kind\n{string.Join('\n', rows)}\n");
        var other = folder.Write("other.csv", "area,size,kind\n700,3.5,b\n\"12, 14\",4.5,b\n");

        var export = ToolRun.Run("export", $"--data={data}", "--epochs=2", $"--out={folder["area"]}").Succeeded();
        var impute = ToolRun
            .Run("impute", folder["area"], $"--data={other}", $"--out={folder["filled.csv"]}")
            .Succeeded();
        ToolRun.Run("score", folder["area"], $"--data={other}", $"--out={folder["scores.csv"]}").Succeeded();
        var wrong = folder.Write("wrong.csv", "area,size,kind\n700,much,b\n");

        Assert.That(export.Output, Does.Contain("'2100 - 2850' and other texts").And.Contain("in 5 of 120 cells"));
        Assert.That(File.ReadAllLines(folder["filled.csv"])[1], Is.EqualTo("700,3.5,b"));
        Assert.That(File.ReadAllLines(folder["filled.csv"])[2], Does.Match(@"^\d+,4\.5,b$"));
        Assert.That(
            impute.Output,
            Does.Contain("note: 1 cell of column 'area' had a text that is no number, and was filled.")
        );
        Assert.That(File.ReadAllLines(folder["scores.csv"]), Has.Length.EqualTo(3));

        ToolRun
            .Run("score", folder["area"], $"--data={wrong}", $"--out={folder["no.csv"]}")
            .Failed(1, "row 1 (line 2)", "column 'size'", "'much'");
    }

    [Test]
    public void Synthesize_DatesThatAreMostlyTheFirstOfJanuary_StaySo()
    {
        Random random = new(3);
        var rows = Enumerable
            .Range(0, 400)
            .Select(_ =>
                new DateTime(1990 + random.Next(16), 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(
                    random.Next(5) < 3 ? 0 : random.Next(365)
                )
            )
            .Select(date => $"{date:yyyy-MM-dd},{date.Year % 7 + random.Next(9)}");
        var data = folder.Write("founded.csv", $"founded,size\n{string.Join('\n', rows)}\n");

        ToolRun.Run("export", $"--data={data}", "--epochs=40", $"--out={folder["m"]}").Succeeded();
        ToolRun.Run("synthesize", folder["m"], "--rows=400", $"--out={folder["s.csv"]}").Succeeded();

        Assert.That(
            File.ReadAllLines(folder["s.csv"]).Count(line => line.Contains("-01-01,", StringComparison.Ordinal)),
            Is.InRange(200, 280)
        );
    }

    private static string Export()
    {
        shared = new TemporaryFolder();
        shared.Write("raw.csv", Rows());
        var run = ToolRun.Run("export", $"--data={Data}", "--epochs=2", $"--out={shared["m"]}").Succeeded();

        Assert.That(run.Output, Does.Contain("left out: 'id' (identifier)"));

        return shared["m"];
    }

    private static string Rows()
    {
        string[] zips = ["01067", "04103", "09999"];
        Random random = new(3);
        return Header
            + "\n"
            + string.Concat(
                Enumerable
                    .Range(0, RowCount)
                    .Select(i =>
                    {
                        var day = new DateTime(2023, 1, 2, 8, 0, 0, DateTimeKind.Unspecified);
                        var when = day.AddDays(random.Next(300)).AddMinutes(15 * random.Next(40));
                        var amount = Math.Exp(4 + 2 * random.NextDouble())
                            .ToString("0.00", CultureInfo.InvariantCulture);
                        var age = i % 20 == 7 ? 999 : 18 + random.Next(60);
                        var comment = $"order {i * 31} came {random.Next(900)} minutes too late";
                        string[] cells =
                        [
                            $"u-{i * 7919}",
                            when.ToString("dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture),
                            amount.Replace('.', ','),
                            $"{50 + random.Next(60)} kg",
                            i % 3 == 0 ? "yes" : "no",
                            $"{age}",
                            zips[random.Next(3)],
                            comment,
                            $"{random.Next(2)}",
                        ];
                        return string.Join(';', cells) + "\n";
                    })
            );
    }
}
