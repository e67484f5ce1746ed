using System.Diagnostics;
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
    [Category("Long")]
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
            "iforest",
            "ecod",
            "knn",
            "mahalanobis",
            "sqnorm",
        ];

        Assert.That(
            table.Skip(1).Select(line => string.Join(',', line.Split(',')[..4])),
            Is.EqualTo(
                from set in (string[])["far", "near", "MEAN"]
                from method in methods
                select $"{set},std,{method},2"
            )
        );
        Assert.That(Auroc(table, "far", "sqnorm"), Is.GreaterThan(0.95));
        Assert.That(Auroc(table, "near", "sqnorm"), Is.InRange(0.2, 0.8));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["out/anomaly.json"]));

        Assert.That(json.RootElement.GetProperty("summary").GetString(), Is.EqualTo(summary));
    }

    [Test]
    public void Run_NamesOfSets_TakesThese()
    {
        WriteSet("far", Rows(distance: 6));
        WriteSet("near", Rows(distance: 0));

        var summary = Run(sets: ["near"]);

        Assert.That(progress, Has.Some.StartsWith("1/1 near").And.None.Contains("far"));
        Assert.That(summary, Does.Match(SummaryPattern));
    }

    [Test]
    [Category("Long")]
    public void Run_AgainIntoTheSameFolder_MeasuresOnlyWhatIsMissing()
    {
        WriteSet("far", Rows(distance: 6));
        Create(seeds: [1], methods: ["vae", "sqnorm"]).Run();
        var first = File.ReadAllLines(folder["out/results.csv"]);
        progress.Clear();

        Create(seeds: [1, 2], methods: ["vae", "sqnorm"]).Run();

        var second = File.ReadAllLines(folder["out/results.csv"]);

        Assert.That(second[..first.Length], Is.EqualTo(first), "seconds included");
        Assert.That(second, Has.Length.EqualTo(first.Length + 3));
        Assert.That(progress.SkipLast(1), Is.Not.Empty.And.All.StartsWith("far, seed 2, vae: epoch "));

        progress.Clear();
        Create(seeds: [1], methods: ["vae"], epochs: 3).Run();

        Assert.That(progress, Has.Some.StartsWith("far, seed 1, vae: epoch 3/3"), "other epochs are another result");
    }

    [Test]
    public void Run_CanceledInAFit_EndsWithinASecondAndKeepsTheResults()
    {
        WriteSet("far", Rows(distance: 6));
        using CancellationTokenSource cancellation = new();
        Stopwatch sinceCancellation = new();
        AnomalyRun run = new(
            new(folder["sets"], [], ["vae_untrimmed", "vae_known"], null, [1], 100_000, folder["out"]),
            line =>
            {
                if (line.Contains("epoch 2/", StringComparison.Ordinal))
                {
                    sinceCancellation.Start();
                    cancellation.Cancel();
                }
            }
        )
        {
            ProgressInterval = TimeSpan.Zero,
        };

        Assert.That(() => run.Run(cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(sinceCancellation.Elapsed, Is.GreaterThan(TimeSpan.Zero).And.LessThan(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Run_Variants_RunWhereTheyAreNamed()
    {
        WriteSet("far", Rows(distance: 6));

        var page = Create(methods: ["vae", "vae_gaussian", "vae_relu"]).Run();

        Assert.That(
            page,
            Does.Contain("| data set | vae | vae_recon | vae_gaussian | vae_gaussian_recon | vae_relu |")
        );
    }

    [Test]
    public void Run_UnknownMethod_NamesTheExistingOnes() =>
        Assert.That(
            () => Create(methods: ["forest"]),
            Throws.InstanceOf<CommandException>().With.Message.Contains("'forest'").And.Message.Contains("iforest")
        );

    [Test]
    public void Run_WithSplits_WritesTheStandardizedRows()
    {
        WriteSet("far", Rows(distance: 6));

        Create(methods: ["sqnorm"], writesSplits: true).Run();

        var test = File.ReadAllLines(folder["out/splits/far-s3-test.csv"]);

        Assert.That(test[0], Is.EqualTo("label,f0,f1,f2"));
        Assert.That(test, Has.Length.EqualTo(22), "a header, and 18 + 3 of 70 rows");
        Assert.That(File.ReadAllLines(folder["out/splits/far-s3-train.csv"]), Has.Length.EqualTo(50));
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
    private string Run(int[]? seeds = null, string[]? sets = null, string? reference = null) =>
        Create(seeds, sets, reference).Run().TrimEnd('\n').Split('\n')[^1];

    private AnomalyRun Create(
        int[]? seeds = null,
        string[]? sets = null,
        string? reference = null,
        string[]? methods = null,
        int epochs = 2,
        bool writesSplits = false
    ) =>
        new(
            new(
                folder["sets"],
                sets ?? [],
                methods ?? [],
                reference,
                seeds ?? [3],
                epochs,
                folder["out"],
                writesSplits
            ),
            progress.Add
        )
        {
            ProgressInterval = TimeSpan.Zero,
        };

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
