using System.Text.Json;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TablesProtocolRunTests
{
    private readonly List<string> progress = [];
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        progress.Clear();
        Directory.CreateDirectory(folder["tables"]);
        folder.Write(
            "tables/manifest.csv",
            "name,target,roles\npeople,Owner,Age=integer; Pay=number; Owner=boolean; City=category; Id=id\n"
        );
        folder.Write("tables/people.csv", PeopleTable.Csv(120));
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_ToolAndBaselines_WritesMetricsPageAndSummary()
    {
        var page = Run(["vaemlnet", "mean_mode", "copula"]);

        Assert.That(
            page.TrimEnd('\n').Split('\n')[^1],
            Does.Match(
                @"^MEAN rmse20=\d\.\d{3} acc20=\d\.\d{3} rmse40=\d\.\d{3} acc40=\d\.\d{3} quality=\d\.\d{3} c2st=\d\.\d{3} tstr_gap=-?\d\.\d{3}$"
            )
        );
        Assert.That(page, Does.Contain("| copula |").And.Contains("| people |"));
        Assert.That(page, Is.EqualTo(File.ReadAllText(folder["out/tables.md"])));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/tables.json"]));

        Assert.That(page, Does.EndWith($"\n{json.RootElement.GetProperty("summary").GetString()}\n"));

        var tool = Result("vaemlnet");

        Assert.That(
            tool.Keys,
            Is.SupersetOf(["rmse_20", "accuracy_40", "quality", "c2st_auc", "trtr", "valid_cells", "export_seconds"])
        );
        Assert.That(tool.Keys, Is.SupersetOf(Result("mean_mode").Keys.Concat(Result("copula").Keys)));
        Assert.That(Result("copula")["valid_cells"], Is.EqualTo(1));
        Assert.That(Result("copula")["column_shapes"], Is.GreaterThan(0.9));
        // The mean of numbers misses by a standard deviation of the training rows.
        Assert.That(Result("mean_mode")["rmse_40"], Is.EqualTo(1).Within(0.25));
    }

    [Test]
    public void Run_Again_MeasuresOnlyWhatIsMissing()
    {
        Run(["mean_mode"]);
        progress.Clear();

        Run(["mean_mode", "ridge"]);

        Assert.That(progress, Has.Count.EqualTo(1).And.All.Contains("people, seed 1, ridge"));
    }

    [Test]
    public void Run_Bootstrap_IsNoNewRow()
    {
        Run(["bootstrap"]);

        Assert.That(Result("bootstrap")["new_rows"], Is.Zero);
        Assert.That(Result("bootstrap")["tstr_minus_trtr"], Is.EqualTo(0).Within(0.15));
    }

    [Test]
    [Category("Long")]
    public void Run_Detector_ScoresUnseenCategoriesAndEmptiedRowsHigher()
    {
        var page = Run(["vaemlnet_detector"]);

        Assert.That(Result("vaemlnet_detector")["auroc_unseen"], Is.GreaterThan(0.9));
        Assert.That(Result("vaemlnet_detector")["auroc_emptied"], Is.GreaterThan(0.9));
        Assert.That(page, Does.Contain("**auroc of unseen categories by table**"));
    }

    [Test]
    public void Run_Reference_IsBesideTheMethods()
    {
        var reference = folder.Write("reference.csv", "table,method,metric,value\npeople,trees,rmse_20,0.5\n");

        Assert.That(Run(["mean_mode"], reference), Does.Contain("| trees (reference) | 0.500 | - |"));
    }

    [Test]
    public void Run_PreparedSplit_IsUsed()
    {
        foreach (var name in (string[])["train", "test_true"])
        {
            Prepare(name, "Age,Pay,Owner,City,Id\n1,1,0,Rome,a\n3,2,1,Oslo,b\n");
        }

        Prepare("test_20", "Age,Pay,Owner,City,Id\n,1,,Rome,a\n3,,1,Oslo,b\n");
        Prepare("test_40", "Age,Pay,Owner,City,Id\n,1,0,Rome,a\n3,2,1,,b\n");

        Run(["mean_mode"]);

        // Age 1 is one deviation from the mean 2; so is pay 2 from 1.5. Owner 0 is the first of two equally frequent levels, and Oslo too.
        Assert.That(Result("mean_mode")["rmse_20"], Is.EqualTo(1).Within(1e-9));
        Assert.That(Result("mean_mode")["accuracy_20"], Is.EqualTo(1));
        Assert.That(Result("mean_mode")["accuracy_40"], Is.EqualTo(1));
    }

    [Test]
    public void Run_UnknownTable_NamesThoseThereAre()
    {
        TablesProtocolSettings settings = new(folder["tables"], ["cars"], [1], [], [], null, folder["out"]);

        Assert.That(
            () => new TablesProtocolRun(settings, progress.Add).Run(),
            Throws.InstanceOf<CommandException>().With.Message.Contains("'cars'").And.Message.Contains("people")
        );
    }

    private string Run(string[] methods, string? reference = null)
    {
        TablesProtocolSettings settings = new(
            folder["tables"],
            [],
            [1],
            methods,
            ["--epochs=2"],
            reference,
            folder["out"]
        );
        return new TablesProtocolRun(settings, progress.Add).Run();
    }

    private void Prepare(string name, string content)
    {
        Directory.CreateDirectory(folder["tables/impute/people/s1"]);
        folder.Write($"tables/impute/people/s1/{name}.csv", content);
    }

    private SortedDictionary<string, double> Result(string method) =>
        ProtocolResult.Read(ProtocolResult.PathOf(folder["out"], "people", 1, method))!.Metrics;
}
