using System.Text;
using System.Text.Json;

namespace VaeMlNet.Cli.Tests;

internal sealed class QualityCommandTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Quality_RowsOfTheSameKind_PrintsMetricsWithTheirMeaning()
    {
        var real = folder.Write("real.csv", People(200, seed: 1));
        var synthetic = folder.Write("synthetic.csv", People(150, seed: 2));

        var run = ToolRun.Run("quality", $"--real={real}", $"--synthetic={synthetic}").Succeeded();

        Assert.That(run.Output, Does.StartWith("# 150 synthetic rows compared with 200 real rows\n"));
        Assert.That(run.OutputLines, Has.Some.StartsWith("| City |").And.Some.StartsWith("| Age |"));
        Assert.That(
            run.OutputLines,
            Has.One.Matches(
                @"^\| Classifier AUC \| 0\.\d{3} \| 0\.5 \| A random forest tells synthetic from real rows: .*\|$"
            )
        );
        Assert.That(run.OutputLines, Has.None.Contains("Overfitting"), "there are no held-out rows");
    }

    [Test]
    public void Quality_CopiesAsJson_HaveTheReportsMembers()
    {
        var real = folder.Write("real.csv", People(100, seed: 1));
        var heldOut = folder.Write("more.csv", People(100, seed: 3));

        var run = Quality(real, real, $"--held-out={heldOut}", "--target=IsOwner", "--format=json").Succeeded();

        Assert.That(run.OutputLines.Single(), Does.Contain("100 synthetic rows with 100 real ones"));

        using var report = JsonDocument.Parse(File.ReadAllText(folder["q"]));
        var root = report.RootElement;

        Assert.That(root.GetProperty("overall_score").GetDouble(), Is.EqualTo(1));
        Assert.That(root.GetProperty("held_out_rows").GetInt32(), Is.EqualTo(100));
        Assert.That(root.GetProperty("privacy").GetProperty("new_row_share").GetDouble(), Is.Zero);
        Assert.That(root.GetProperty("privacy").GetProperty("overfitting_protection").GetDouble(), Is.LessThan(0.1));
        Assert.That(root.GetProperty("training_use").GetProperty("target_column").GetString(), Is.EqualTo("IsOwner"));
        Assert.That(root.GetProperty("training_use").GetProperty("gap").GetDouble(), Is.EqualTo(0).Within(0.05));
        Assert.That(root.GetProperty("columns").GetArrayLength(), Is.EqualTo(3));
    }

    [Test]
    public void Quality_AsHtml_IsAPageWithoutScripts()
    {
        var real = folder.Write("real.csv", People(100, seed: 1).Replace("City", "<City>", StringComparison.Ordinal));

        Quality(real, real, "--format=html").Succeeded();

        var page = File.ReadAllText(folder["q"]);

        Assert.That(page, Does.StartWith("<!doctype html>").And.EndWith("</html>\n\n"));
        Assert.That(
            page,
            Does.Contain("Column Shapes").And.Contains("&lt;City&gt;").And.Contains("Least similar pairs")
        );
        Assert.That(page, Does.Not.Contain("<City>").And.Not.Contains("<script"));
    }

    [Test]
    public void Quality_ColumnsMissingInAFile_AreNamed()
    {
        var real = folder.Write("real.csv", People(20, seed: 1, withLabel: true));
        var other = folder.Write("other.csv", People(20, seed: 2));

        Quality(real, other).Failed(1, "other.csv", "'Label'", "real.csv", "--ignore");
        Quality(real, real, $"--held-out={other}").Failed(1, "other.csv", "'Label'");
        Quality(real, other, "--ignore=Label").Succeeded();
        Quality(real, other, "--label-column=Label").Succeeded();
    }

    /// <summary>A Boolean with a missing cell is read as categories: then it is one in the other file too.</summary>
    [Test]
    public void Quality_ColumnsThatLookDifferent_AreReadAsOneType()
    {
        var real = folder.Write("real.csv", "Flag,Grade\ntrue,1\nfalse,2\ntrue,2\n");
        var synthetic = folder.Write("synthetic.csv", "Flag,Grade\ntrue,1\n,2\nfalse,1\n");

        var output = Quality(real, synthetic, "--categorical=Grade").Succeeded().Output;

        var lines = File.ReadAllLines(folder["q"]);

        Assert.That(output, Does.Contain("3 synthetic rows"));
        Assert.That(lines, Has.One.EqualTo("| Flag | 0.667 | 1.000 | 1.000 | 0.000 | 0.333 |"));
        Assert.That(lines, Has.One.EqualTo("| Grade | 0.667 | 1.000 | 1.000 | 0.000 | 0.000 |"));
    }

    [Test]
    public void Quality_OtherTextsOfAColumnOfZeroAndOne_AreNotValid()
    {
        var real = folder.Write("real.csv", "Flag,Age\n0,1\n1,2\n0,2\n1,3\n");
        var synthetic = folder.Write("synthetic.csv", "Flag,Age\n0,1\n1.0,2\n7,2\n1,3\n");

        Quality(real, synthetic).Succeeded();

        Assert.That(
            File.ReadAllLines(folder["q"]),
            Has.One.EqualTo("| Flag | 0.750 | 1.000 | 0.750 | 0.000 | 0.000 |")
        );
    }

    [Test]
    public void Quality_TargetThatIsNotCompared_IsAnErrorThatNamesOthers()
    {
        var rows = string.Concat(
            Enumerable.Range(1, 60).Select(i => $"2024-{1 + (i % 12):00}-{1 + (i % 28):00},{i % 7}.5,{i % 2}\n")
        );
        var real = folder.Write("real.csv", $"When,Age,Flag\n{rows}");

        Compare("When", "--seed=2").Failed(1, "--target is 'When'", "'When.days'");
        Compare("Height").Failed(1, "no column 'Height'", "'Age'");
        Compare("Flag", "--ignore=Flag").Failed(1, "--target is 'Flag'", "'Age'");
        Compare("When.days").Succeeded();

        ToolRun Compare(string target, params string[] more) =>
            Quality(real, real, [$"--held-out={real}", $"--target={target}", .. more]);
    }

    [Test]
    public void Quality_WrongInputs_AreOneLineErrors()
    {
        var real = folder.Write("real.csv", "Age,City\n1,Rome\n2,Oslo\n");
        var other = folder.Write("other.csv", "Age,Town\n1,Rome\n2,Oslo\n");
        var numbers = folder.Write("numbers.csv", "Age,City\n1,Rome\n2,Oslo\n");

        Quality(real, other).Failed(1, "'City'", "other.csv");
        Quality(real, folder["nowhere.csv"]).Failed(1, "nowhere.csv");
        Quality(real, folder.Write("empty.csv", "Age,City\n")).Failed(1, "empty.csv", "no rows");
        Quality(real, numbers, "--format=xml").Failed(2, "--format is 'xml'", "html");
        Quality(real, numbers, "--target=Age").Failed(2, "--held-out");
        ToolRun.Run("quality", $"--real={real}").Failed(2, "--synthetic");
        Quality(real, numbers, "--columns=Age,Height").Failed(1, "'Height'");
    }

    private ToolRun Quality(string real, string synthetic, params string[] more) =>
        ToolRun.Run(["quality", $"--real={real}", $"--synthetic={synthetic}", $"--out={folder["q"]}", .. more]);

    private static string People(int count, int seed, bool withLabel = false)
    {
        Random random = new(seed);
        StringBuilder text = new($"Age,City,IsOwner{(withLabel ? ",Label" : "")}\n");
        for (var i = 0; i < count; i++)
        {
            var age = random.Next(18, 90);
            var city = random.Next(3) switch
            {
                0 => "Rome",
                1 => "Oslo",
                _ => "Lima",
            };
            text.Append(age).Append('.').Append(random.Next(1000)).Append(',').Append(city);
            text.Append(age > 40 ? ",true" : ",false").Append(withLabel ? ",0\n" : "\n");
        }

        return text.ToString();
    }
}
