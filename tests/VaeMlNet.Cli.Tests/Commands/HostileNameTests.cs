using System.Text.Json.Nodes;

namespace VaeMlNet.Cli.Tests;

/// <summary>Hostile names in the output of the verbs, on both streams.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no such file names")]
internal sealed class HostileNameTests
{
    private const string Name = "x\u001b[2J\u009b1m\u202e\n#SBATCH\u2028y";
    private const string Shown = "x\\u001b[2J\\u009b1m\\u202e";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    private static IEnumerable<TestCaseData> Lines() =>
        new[]
        {
            "info FILE",
            "info FOLDER",
            "info FILE",
            "info TABLE",
            "info TABLE --json",
            "score MODEL --data=FILE --out=OUT",
            "score MODEL --data=TABLE --out=OUT",
            "score FILE --data=TABLE --out=OUT",
            "score MODEL --data=ROWS --out=OUT",
            "train --data=FILE --out=OUT",
            "train --data=TABLE --epochs=1 --out=OUT",
            "train --data=TABLE --categorical=FILE --out=OUT",
            "train --data=TABLE --likelihood=FILE --out=OUT",
            "verify FILE",
            "FILE",
            "--FILE",
            "score MODEL --settings=FILE",
            "plan --data=FILE --shards=2 --out=OUT",
        }.Select(line => new TestCaseData(line).SetArgDisplayNames(line));

    [TestCaseSource(nameof(Lines))]
    [Proves(48)]
    public void Verb_HostileName_ShowsNoControlCharacter(string line)
    {
        var table = folder.Write("t.csv", $"\"{Name}\",Age,Color\n1,2,\"{Name}\"\n3,x,blue\n3,4,blue\n");
        var rows = folder.Write(
            "rows.csv",
            $"a,\"{Name}\",c\n1,{Name.Replace("\n", "", StringComparison.Ordinal)},3\n"
        );
        string[] arguments =
        [
            .. line.Split(' ')
                .Select(word =>
                    word.Replace("FILE", folder[Name], StringComparison.Ordinal)
                        .Replace(
                            "FOLDER",
                            Directory.CreateDirectory(folder[Name + "d"]).FullName,
                            StringComparison.Ordinal
                        )
                        .Replace("TABLE", table, StringComparison.Ordinal)
                        .Replace("ROWS", rows, StringComparison.Ordinal)
                        .Replace("MODEL", TinyModel.Folder, StringComparison.Ordinal)
                        .Replace("OUT", folder[$"{Name}.out"], StringComparison.Ordinal)
                ),
        ];

        foreach (var all in new[] { arguments, [.. arguments, "--verbose"] })
        {
            var run = ToolRun.Run(all);

            var said = run.Output + run.Error;
            Assert.That(
                said.Where(c => (char.IsControl(c) && c is not '\n') || c is '\u2028' or '\u202e'),
                Is.Empty,
                said
            );
            Assert.That(said.Split('\n'), Has.None.StartWith("#SBATCH"));
        }
    }

    [Test]
    public void Info_HostileColumnName_IsShownEscaped() =>
        Assert.That(
            ToolRun.Run("info", folder.Write("t.csv", $"\"{Name}\",b\n1,2\n2,3\n")).Output,
            Does.Contain(Shown)
        );

    /// <summary>The escapes are those of JSON: what a program reads is the name itself.</summary>
    [Test]
    [Proves(48)]
    public void InfoJson_HostileColumnName_IsTheSameName()
    {
        var table = folder.Write("t.csv", $"\"{Name}\",b\n1,2\n2,3\n");

        var json = JsonNode.Parse(ToolRun.Run("info", table, "--json").Succeeded().Output)!;

        Assert.That(json["columns"]!.AsArray().Select(column => (string?)column!["name"]), Does.Contain(Name));
    }
}
