namespace VaeMlNet.Cli.Tests;

internal sealed class SettingsFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Settings_Members_AreTakenAsOptions()
    {
        ToolRun
            .Run(
                "score",
                TinyModel.Folder,
                Settings(
                    $$"""
                    {
                      // what to score
                      "data": {{Quoted(TinyModel.Table)}},
                      "columns": ["a", "b", "c"],
                      "contributions": true,
                      "allow-missing-columns": false,
                      "out": {{Quoted(folder["x.csv"])}},
                    }
                    """
                )
            )
            .Succeeded();

        Assert.That(
            File.ReadLines(folder["x.csv"]).First(),
            Does.EndWith("contribution.a,contribution.b,contribution.c")
        );
    }

    [Test]
    public void Settings_OptionsOnTheCommandLine_TakePrecedence()
    {
        var settings = Settings(
            $$"""{ "model": "fully-connected", "likelihood": "gaussian", "hidden": [4, 3], "epochs": 3, "data": {{Quoted(TinyModel.Table)}} }"""
        );

        var run = ToolRun.Run("train", settings, "--epochs=1", $"--out={folder["c"]}").Succeeded();

        Assert.That(run.OutputLines[0], Does.Contain("3-4-3-20").And.Contain("epochs 1"));
    }

    [Test]
    public void Settings_ArrayOfAnOptionGivenSeveralTimes_IsTheOptionForEachItem()
    {
        var data = folder.Write(
            "x.csv",
            "a,b\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 60)
                        .Select(i => $"{i % 50}.5,\"{(i % 9 == 0 ? "to, do" : i % 8 == 0 ? "tbd" : $"{i}.25")}\"\n")
                )
        );

        var expected = ToolRun.Run("info", data, "--missing=tbd", "--missing=to, do").Succeeded();
        var run = ToolRun.Run("info", data, Settings("""{ "missing": ["tbd", "to, do"], "categorical": [] }"""));

        Assert.That(run.Succeeded().Output, Is.EqualTo(expected.Output));
        Assert.That(run.Output, Is.Not.EqualTo(ToolRun.Run("info", data).Output));
    }

    [TestCase("""{ "epohcs": 3 }""", "'epohcs'", "epochs")]
    [TestCase("""{ "settings": "other.json" }""", "'settings'", "not an option of train")]
    [TestCase("""{ "epochs": "3" }""", "member 'epochs'", "a string, expected a number")]
    [TestCase("""{ "epochs": 0 }""", "member 'epochs'", "'0', expected a whole number of at least 1")]
    [TestCase("""{ "epochs": 1.5 }""", "member 'epochs'", "'1.5'")]
    [TestCase("""{ "resume": "yes" }""", "member 'resume'", "expected true or false")]
    [TestCase("""{ "columns": "a" }""", "member 'columns'", "an array of strings")]
    [TestCase("""{ "columns": ["a,b"] }""", "member 'columns'", "'a,b' has a comma")]
    [TestCase("""{ "column-likelihood": ["a=gaussian", 3] }""", "member 'column-likelihood'", "an array, expected")]
    [TestCase("""{ "hidden": ["a"] }""", "member 'hidden'", "expected a number")]
    [TestCase("""{ "data": null }""", "member 'data'", "null")]
    [TestCase("""{ "data": "" }""", "member 'data'", "not empty")]
    [TestCase("""{ "data": "a", "data": "b" }""", "not a settings file", "data")]
    [TestCase("""{ "data": """, "not a settings file", "data")]
    [TestCase("[]", "not a settings file", "an array, expected an object")]
    public void Settings_WrongFile_IsAUsageErrorThatNamesFileAndMember(string json, string fact, string otherFact)
    {
        ToolRun.Run("train", Settings(json), $"--out={folder["c"]}").Failed(2, folder["s.json"], fact, otherFact);

        Assert.That(folder.Entries, Is.EqualTo(new[] { "s.json" }));
    }

    [Test]
    public void Settings_NoSuchFile_ReportsIt() =>
        ToolRun.Run("train", $"--settings={folder["s.json"]}").Failed(1, folder["s.json"], "no such file");

    [TestCase("--settings=a.json", "--settings=b.json")]
    [TestCase("--verbose=true", "--verbose=false")]
    public void Run_OptionOfAllVerbsTwice_IsAUsageError(string first, string second) =>
        ToolRun.Run("train", first, second, $"--out={folder["c"]}").Failed(2, first.Split('=')[0], "--help");

    private static string Quoted(string path) => System.Text.Json.JsonSerializer.Serialize(path);

    private string Settings(string json) => $"--settings={folder.Write("s.json", json)}";
}
