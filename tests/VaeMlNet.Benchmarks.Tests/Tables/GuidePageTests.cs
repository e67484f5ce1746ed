namespace VaeMlNet.Benchmarks.Tests;

public sealed class GuidePageTests
{
    private string folder = "";

    [SetUp]
    public void CreateFolder() => folder = Directory.CreateTempSubdirectory("guide-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void ToMarkdown_PartsOfTwoRuns_AreAllOnThePage()
    {
        var path = Path.Combine(folder, "tables.json");
        new GuidePage(path).Run("read", () => Console.WriteLine("3201 rows"));
        new GuidePage(path).Put("machine", "a machine");

        var page = new GuidePage(path).ToMarkdown();

        Assert.That(page, Does.Contain("```text\n3201 rows\n```").And.Contain("(a machine)"));
        Assert.That(page, Does.Contain("(not run yet)").And.Not.Contain("{{"));
    }

    [Test]
    public void Page_Always_ShowsTheCodeAsItIs()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "tables.md"));

        foreach (var name in GuidePage.SnippetNames)
        {
            Assert.That(page, Does.Contain($"```csharp\n{GuidePage.Snippet(name)}\n```"), name);
        }

        Assert.That(page, Does.Not.Contain("(not run yet)"));
    }
}
