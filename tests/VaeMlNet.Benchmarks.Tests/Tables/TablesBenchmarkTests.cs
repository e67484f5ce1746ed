namespace VaeMlNet.Benchmarks.Tests;

/// <summary>The guide from start to end on generated films, trained for a moment.</summary>
[NonParallelizable]
public sealed class TablesBenchmarkTests
{
    private string startFolder = "";
    private string folder = "";

    [SetUp]
    public void EnterFolder()
    {
        startFolder = Environment.CurrentDirectory;
        folder = Directory.CreateTempSubdirectory("tables-").FullName;
        Environment.CurrentDirectory = folder;
        Directory.CreateDirectory("artifacts");
    }

    [TearDown]
    public void LeaveFolder()
    {
        Environment.CurrentDirectory = startFolder;
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    [Category("Long")]
    public void Run_Guide_PrintsEveryStep()
    {
        var page = Run("guide");

        Assert.That(page, Does.Contain("200 rows").And.Contain("1 epochs"));
        Assert.That(page, Does.Match(@"nats  Film \d+ \(\d+\): \w+ "), "detect");
        Assert.That(page, Does.Match(@"\| VAE, negative ELBO \| [01]\.\d+ \| [01]\.\d+ \|"), "detection");
        Assert.That(page, Does.Match(@"\| Genre \| \d+ \| \d+ % wrong \| \d+ % wrong \|"), "imputation");
        Assert.That(page, Does.Contain("synthetic"), "quality");
        Assert.That(page, Does.Match(@"\d+ scores, largest difference \S+"), "save");
    }

    [Test]
    [Category("Long")]
    public void Run_AllParts_LeavesNothingOut() => Assert.That(Run(), Does.Not.Contain("(not run yet)"));

    private string Run(params string[] only)
    {
        TablesSettings settings = new()
        {
            Only = only,
            Seeds = [1],
            OutputFolder = folder,
            Page = Path.Combine(folder, "page.md"),
            Change = options => options with { EpochCount = 1 },
        };
        new TablesBenchmark(settings, GeneratedFilms.Create(200, seed: 1), TestContext.Out.WriteLine).Run();
        return File.ReadAllText(settings.Page);
    }
}
