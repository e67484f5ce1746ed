using System.Globalization;
using System.Text.Json;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class AnomalyRunTests
{
    private const string SummaryPattern = @"^MEAN auroc=(\d\.\d{4}) aupr=\d\.\d{4} sqnorm=(\d\.\d{4})$";

    private readonly List<string> progress = [];
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder()
    {
        folder = new TemporaryFolder();
        progress.Clear();
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Run_FolderOfSets_MeasuresEachBesideTheReference()
    {
        WriteSet("far", Rows(distance: 6));
        WriteSet("near", Rows(distance: 0));
        WriteSet("other", "name,f0\n1,2\n");
        var reference = folder.Write(
            "reference.csv",
            "dataset,protocol,method,auroc_mean,aupr_mean\nfar,std,Best,1.0001,1.0001\nnear,std,Worst,0,0\nfar,adbench,Elsewhere,1,1\n"
        );

        var summary = Run(seeds: [1, 2], reference: reference);

        Assert.That(summary, Does.Match(SummaryPattern));
        Assert.That(progress, Has.Some.Contains("far (70 x 3, 10 anomalies)").And.None.Contains("other"));

        var tables = File.ReadAllText(folder["out/anomaly.md"]);

        Assert.That(tables, Does.Match(@"wins : losses of vae \|  \| 0 : 1 \| 1 : 0 \|\n"));
        Assert.That(tables, Does.Contain("| far | ").And.Not.Contain("Elsewhere"));

        var table = File.ReadAllLines(folder["out/anomaly.csv"]);

        Assert.That(
            table[0],
            Is.EqualTo("dataset,protocol,method,seeds,auroc_mean,auroc_sd,aupr_mean,aupr_sd,fit_seconds,score_seconds")
        );

        string[] methods =
        [
            "vae",
            "vae_recon",
            "vae_untrimmed",
            "vae_untrimmed_recon",
            "vae_known",
            "vae_known_recon",
            "RandomizedPca",
            "SqNorm",
        ];

        Assert.That(
            table.Skip(1).Select(line => string.Join(',', line.Split(',')[..4])),
            Is.EqualTo(
                from set in (string[])["far", "near", "MEAN"]
                from method in methods
                select $"{set},std,{method},2"
            )
        );
        Assert.That(Auroc(table, "far", "SqNorm"), Is.GreaterThan(0.95));
        Assert.That(Auroc(table, "near", "SqNorm"), Is.InRange(0.2, 0.8));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/anomaly.json"]));

        Assert.That(json.RootElement.GetProperty("summary").GetString(), Is.EqualTo(summary));
    }

    [Test]
    public void Run_NamesOfSets_TakesThese()
    {
        WriteSet("far", Rows(distance: 6));
        WriteSet("near", Rows(distance: 0));

        var summary = Run(sets: ["near"]);

        Assert.That(progress, Has.Count.EqualTo(1).And.All.Contains("1/1 near"));
        Assert.That(summary, Does.Match(SummaryPattern));
    }

    [Test]
    public void Run_UnknownSet_NamesTheExistingOnes()
    {
        WriteSet("far", Rows(distance: 6));

        AssertFails(["'wide'", "far", folder["sets"]], sets: ["far", "wide"]);
    }

    [Test]
    public void Run_NoLabeledSet_SaysWhatItLooksFor()
    {
        WriteSet("other", "labels,f0\n1,2\n");

        AssertFails([folder["sets"], "'label,'"]);
    }

    [Test]
    public void Run_MissingFolder_NamesIt() => AssertFails([folder["sets"], "no such folder"]);

    [TestCase("label,f0\n0,1\n2,2\n", "row 2", "label is 2")]
    [TestCase("label,f0\n0,1\n0,2\n1,3\n", "1 anomalies among 3 rows", "at least 2")]
    [TestCase("label,f0\n0,1\n0,\n1,3\n", "row 2", "'f0'", "empty")]
    public void Run_UnusableSet_NamesFileAndFault(string content, params string[] facts)
    {
        WriteSet("bad", content);

        AssertFails(["bad.csv", .. facts]);
    }

    [Test]
    public void Run_ReferenceWithoutColumn_NamesIt()
    {
        WriteSet("far", Rows(distance: 6));
        var reference = folder.Write("reference.csv", "dataset,protocol,method,auroc_mean\nfar,std,A,1\n");

        AssertFails([reference, "'aupr_mean'"], reference: reference);
    }

    private void WriteSet(string name, string content)
    {
        Directory.CreateDirectory(folder["sets"]);
        folder.Write($"sets/{name}.csv", content);
    }

    /// <summary>Runs the comparison and returns its last line.</summary>
    private string Run(int[]? seeds = null, string[]? sets = null, string? reference = null)
    {
        AnomalySettings settings = new(folder["sets"], sets ?? [], reference, seeds ?? [3], 2, folder["out"]);
        return new AnomalyRun(settings, progress.Add).Run().TrimEnd('\n').Split('\n')[^1];
    }

    private void AssertFails(string[] facts, string[]? sets = null, string? reference = null)
    {
        var error = Assert.Throws<CommandException>(() => Run(sets: sets, reference: reference));
        foreach (var fact in facts)
        {
            Assert.That(error!.Message, Does.Contain(fact));
        }
    }

    /// <summary>Creates CSV text with 60 rows around the origin and 10 anomalies at the given distance from it.</summary>
    private static string Rows(double distance)
    {
        Random random = new(1);
        var rows = Enumerable
            .Range(0, 70)
            .Select(row =>
            {
                var isAnomaly = row % 7 == 0;
                var shift = isAnomaly ? distance : 0;
                double[] values = [.. Enumerable.Range(0, 3).Select(_ => random.NextDouble() - 0.5 + shift)];
                var cells = string.Join(',', values.Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
                return $"{(isAnomaly ? 1 : 0)},{cells}\n";
            });
        return "label,f0,f1,f2\n" + string.Concat(rows);
    }

    private static double Auroc(string[] table, string set, string method) =>
        double.Parse(
            table.Single(line => line.StartsWith($"{set},std,{method},", StringComparison.Ordinal)).Split(',')[4],
            CultureInfo.InvariantCulture
        );
}
