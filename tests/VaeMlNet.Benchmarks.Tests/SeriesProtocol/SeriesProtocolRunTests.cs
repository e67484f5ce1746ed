using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class SeriesProtocolRunTests
{
    private const string Figures = @"vus_pr=\d\.\d{3} auc_pr=\d\.\d{3} auc_roc=\d\.\d{3} event_f1=\d\.\d{3}";

    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly List<string> progress = [];
    private readonly FailingMethod failing = new();
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        progress.Clear();
        Directory.CreateDirectory(folder["series"]);
        folder.Write("series/manifest.csv", "series,family,channels\npump,PLANT,2\nload,GRID,1\n");
        folder.Write("series/pump_train.csv", Rows(200, channels: 2, labeled: false));
        folder.Write("series/pump_test.csv", Rows(120, channels: 2, labeled: true));
        folder.Write("series/load_train.csv.gz", Compressed(Rows(200, channels: 1, labeled: false)));
        folder.Write("series/load_test.csv.gz", Compressed(Rows(120, channels: 1, labeled: true)));
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Category("Long")]
    public void Run_ProductAndBaselines_EndsWithFamiliesCausalAndMean()
    {
        var page = Run(["vaemlnet", "last_diff", "pca_win"]);
        var lines = page.TrimEnd('\n').Split('\n');

        Assert.That(lines[^4], Does.Match($@"^PLANT {Figures} best_baseline_vus_pr=\d\.\d{{3}}$"));
        Assert.That(lines[^3], Does.Match($@"^GRID {Figures} best_baseline_vus_pr=\d\.\d{{3}}$"));
        Assert.That(lines[^2], Does.Match($@"^CAUSAL {Figures} best_baseline_vus_pr=\d\.\d{{3}}$"));
        Assert.That(lines[^1], Does.Match($@"^MEAN {Figures} best_baseline_vus_pr=\d\.\d{{3}}$"));
        Assert.That(page, Is.EqualTo(File.ReadAllText(folder["out/series.md"])));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/series.json"]));

        Assert.That(page, Does.EndWith($"\n{json.RootElement.GetProperty("summary").GetString()}\n"));

        var results = SeriesResult.Read(folder["out/series.csv"]);

        Assert.That(results.Count(result => result.Method == "vaemlnet"), Is.EqualTo(2 * 2));
        Assert.That(results.Count(result => result.Method == "last_diff"), Is.EqualTo(2 * 3));
        Assert.That(results.Where(result => result.Method == "last_diff").Select(r => r.Seed), Is.All.Zero);
        Assert.That(results.Select(result => result.Seconds), Is.All.GreaterThanOrEqualTo(0));
    }

    [Test]
    public void Summary_IsTheMeanOverSeedsThenSeries_AndTheBestBaselineOfTheSchemes()
    {
        SeriesResult[] results =
        [
            Result("a", "F", "vaemlnet", "cover", 1, 0.2),
            Result("a", "F", "vaemlnet", "cover", 2, 0.4),
            Result("b", "G", "vaemlnet", "cover", 1, 0.9),
            Result("a", "F", "vaemlnet", "last", 1, 0.1),
            Result("b", "G", "vaemlnet", "last", 1, 0.3),
            Result("a", "F", "near", "last", 1, 0.5),
            Result("b", "G", "near", "last", 1, 0.6),
            Result("a", "F", "near", "cover", 1, 0.7),
            Result("b", "G", "near", "cover", 1, 0.8),
            // A method without a result for each series has no mean.
            Result("b", "G", "partial", "last", 1, 1),
        ];

        var summary = new SeriesReport(results, [Result("a", "F", "other", "last", 1, 1)], []).Summary.Split('\n');

        Assert.That(
            summary,
            Is.EqualTo([
                Line("F", "0.300", "0.700"),
                Line("G", "0.900", "1.000"),
                Line("CAUSAL", "0.200", "0.550"),
                Line("MEAN", "0.600", "0.750"),
            ])
        );
    }

    [Test]
    public void Run_Again_MeasuresOnlyWhatIsMissing()
    {
        Run(["sqnorm", "iforest_win"], seeds: [1]);
        var before = File.ReadAllLines(folder["out/series.csv"]);
        progress.Clear();

        Run(["sqnorm", "iforest_win"], seeds: [1, 2]);

        Assert.That(progress, Has.Count.EqualTo(2).And.All.Contains("seed 2, iforest_win"));
        Assert.That(File.ReadAllLines(folder["out/series.csv"])[..before.Length], Is.EqualTo(before));
    }

    [Test]
    [Category("Long")]
    public void Run_AVariantOfTheProduct_IsMeasuredWhereItIsNamedAndIsNoBaseline()
    {
        var page = Run(["vaemlnet_day"], series: ["load"]);

        Assert.That(page, Does.Contain("| vaemlnet_day | cover |").And.EndsWith("best_baseline_vus_pr=-\n"));

        progress.Clear();
        Run([], series: ["load"]);

        Assert.That(progress, Has.Some.Contains("vaemlnet").And.Some.Contains("sqnorm"));
        Assert.That(progress, Has.None.Contains("vaemlnet_"));
    }

    [Test]
    public void Run_SomeSeriesAndMethods_ReportsOnlyThese()
    {
        Run(["sqnorm", "rolling_z"]);

        var page = Run(["sqnorm"], series: ["load"]);

        Assert.That(page, Does.Contain("| load |").And.Not.Contain("pump").And.Not.Contain("rolling_z"));
        Assert.That(
            page,
            Does.EndWith("MEAN vus_pr=- auc_pr=- auc_roc=- event_f1=- best_baseline_vus_pr=" + Best() + "\n")
        );

        string Best() =>
            SeriesResult
                .Read(folder["out/series.csv"])
                .Where(result => (result.Series, result.Method) == ("load", "sqnorm"))
                .Max(result => result.Metrics.VusPr)
                .ToString("0.000", CultureInfo.InvariantCulture);
    }

    [Test]
    public void Run_Reference_IsBesideTheMethods()
    {
        var reference = folder.Write(
            "reference.csv",
            "group,series,family,method,scheme,window,seed,auc_pr,auc_roc,vus_pr,event_f1,seconds\n"
                + "A,pump,PLANT,trees,cover,32,1,0.1,0.2,0.25,0.4,5\nA,load,GRID,trees,cover,32,1,0.1,0.2,0.75,0.4,5\nA,else,GRID,trees,cover,32,1,1,1,1,1,5\n"
        );

        Assert.That(
            Run(["sqnorm"], reference: reference),
            Does.Contain("| trees (reference) | cover | 0.500 | 0.100 | 0.200 | 0.400 | 0.250 | 0.750 | 5.0 | - |")
        );
    }

    [Test]
    public void Run_AFitThatFails_IsNamedAndTriedAgain()
    {
        var page = Run(["sqnorm", "failing"]);

        Assert.That(page, Does.Contain("Not measured: pump, seed 0, failing: no model\n"));
        Assert.That(page, Does.Contain("| sqnorm | row |").And.Not.Contain("| failing |"));

        Run(["failing"], series: ["load"]);

        Assert.That(failing.Calls, Is.EqualTo(2 + 1));
    }

    [Test]
    public void Run_UnknownMethod_NamesThoseThereAre() => AssertFails(["'knn'", "knn_win"], [], ["knn"]);

    [Test]
    public void Run_UnknownSeries_NamesThoseThereAre() => AssertFails(["'tank'", "pump", "load"], series: ["tank"]);

    [TestCase("load_test.csv", "value,label\n1,0\n2,0\n", "load_test.csv", "2 rows", "windows")]
    [TestCase("load_test.csv", "value,label\nhigh,0\n2,1\n", "load_test.csv", "'value'", "'high'")]
    [TestCase("load_test.csv", "value\n1\n2\n", "'label'")]
    [TestCase("load_test.csv", "other,label\n1,0\n2,1\n", "other", "value")]
    [TestCase("load_train.csv.gz", "value\n1\n2\n", "load_train.csv.gz", "gzip")]
    public void Run_UnusableFile_NamesItAndTheFault(string name, string content, params string[] facts)
    {
        folder.Write($"series/{name}", content);

        AssertFails(facts, series: ["load"]);
    }

    [Test]
    public void Run_NoLabeledRow_IsRefused()
    {
        folder.Write(
            "series/load_test.csv",
            Rows(120, 1, labeled: true).Replace(",1\n", ",0\n", StringComparison.Ordinal)
        );

        AssertFails(["load_test.csv", "0 anomalies among 120 rows"], series: ["load"]);
    }

    [Test]
    public void Run_MissingFile_NamesIt()
    {
        File.Delete(folder["series/pump_test.csv"]);

        AssertFails(["pump_test.csv"], series: ["pump"]);
    }

    private void AssertFails(string[] facts, string[] series, string[]? methods = null)
    {
        var error = Assert.Throws<CommandException>(() => Run(methods ?? ["sqnorm"], series: series));
        foreach (var fact in facts)
        {
            Assert.That(error!.Message, Does.Contain(fact));
        }
    }

    private string Run(string[] methods, int[]? seeds = null, string[]? series = null, string? reference = null)
    {
        SeriesProtocolSettings settings = new(
            folder["series"],
            series ?? [],
            seeds ?? [1],
            methods,
            reference,
            folder["out"]
        );
        return new SeriesProtocolRun(settings, [.. SeriesProtocolRun.AllMethods, failing], progress.Add).Run();
    }

    private static SeriesResult Result(
        string series,
        string family,
        string method,
        string scheme,
        int seed,
        double value
    ) => new(series, family, method, scheme, 32, seed, new(value, value, value, value), 0);

    private static string Line(string name, string value, string best) =>
        $"{name} vus_pr={value} auc_pr={value} auc_roc={value} event_f1={value} best_baseline_vus_pr={best}";

    private static byte[] Compressed(string text)
    {
        using MemoryStream file = new();
        using (GZipStream stream = new(file, CompressionMode.Compress))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }

    /// <summary>Creates rows of noisy sines; of the labeled rows, 60 to 69 are anomalies with another level.</summary>
    private static string Rows(int count, int channels, bool labeled)
    {
        Random random = new(channels);
        var names = Enumerable.Range(0, channels).Select(channel => channel == 0 ? "value" : $"m{channel}");
        var rows = Enumerable
            .Range(0, count)
            .Select(row =>
            {
                var isAnomaly = labeled && row is >= 60 and < 70;
                var cells = Enumerable
                    .Range(0, channels)
                    .Select(channel => Math.Sin(row * 0.2) + channel + (random.NextDouble() / 4) + (isAnomaly ? 3 : 0))
                    .Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture));
                return $"{Start.AddMinutes(10 * row):s},{string.Join(',', cells)}{(labeled ? isAnomaly ? ",1" : ",0" : "")}\n";
            });
        return $"timestamp,{string.Join(',', names)}{(labeled ? ",label" : "")}\n{string.Concat(rows)}";
    }

    private sealed class FailingMethod : ISeriesMethod
    {
        public int Calls { get; private set; }

        public string Name => "failing";

        public bool IsRandom => false;

        public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
        {
            Calls++;
            throw new VaeModelException("no model");
        }
    }
}
