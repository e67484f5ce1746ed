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
    public void Quality_RowsOfTheSameKind_PrintsMarkdown()
    {
        var real = folder.Write("real.csv", People(200, seed: 1, withLabel: true));
        var synthetic = folder.Write("synthetic.csv", People(150, seed: 2));

        var run = ToolRun.Run("quality", $"--real={real}", $"--synthetic={synthetic}").Succeeded();

        Assert.That(run.Output, Does.StartWith("# 150 synthetic rows beside 200 real ones\n"));
        Assert.That(run.OutputLines, Has.Some.StartsWith("| City |").And.Some.StartsWith("| Age |"));
        Assert.That(run.OutputLines, Has.None.StartsWith("| Label |"), "the synthetic rows have none");
    }

    [Test]
    public void Quality_CopiesAsJson_HaveTheReportsMembers()
    {
        var real = folder.Write("real.csv", People(100, seed: 1));

        var run = Quality(real, real, $"--held-out={folder.Write("more.csv", People(50, seed: 3))}", "--format=json")
            .Succeeded();

        Assert.That(run.OutputLines.Single(), Does.Contain("100 synthetic rows with 100 real ones"));

        using var report = JsonDocument.Parse(File.ReadAllText(folder["q"]));
        var copies = report.RootElement.GetProperty("copies");

        Assert.That(copies.GetProperty("copy_share").GetDouble(), Is.EqualTo(1));
        Assert.That(copies.GetProperty("is_against_held_out").GetBoolean(), Is.True);
        Assert.That(report.RootElement.GetProperty("classifier_auc").GetDouble(), Is.EqualTo(0.5).Within(1e-9));
        Assert.That(report.RootElement.GetProperty("columns").GetArrayLength(), Is.EqualTo(3));
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
        Assert.That(lines, Has.One.EqualTo("| Flag |  |  | 0.167 | 0.000 | 0.333 |"));
        Assert.That(lines, Has.One.EqualTo("| Grade |  |  | 0.333 | 0.000 | 0.000 |"));
    }

    [Test]
    public void Quality_WrongInputs_AreOneLineErrors()
    {
        var real = folder.Write("real.csv", "Age,City\n1,Rome\n2,Oslo\n");
        var other = folder.Write("other.csv", "Age,Town\n1,Rome\n2,Oslo\n");
        var numbers = folder.Write("numbers.csv", "Age,City\n1,Rome\n2,Oslo\n");

        Quality(real, other).Failed(1, "'Town'", "real.csv");
        Quality(real, folder["nowhere.csv"]).Failed(1, "nowhere.csv");
        Quality(real, folder.Write("empty.csv", "Age,City\n")).Failed(1, "empty.csv", "no rows");
        Quality(real, numbers, "--format=html").Failed(2, "--format is 'html'", "markdown or json");
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
