using System.Globalization;
using VaeMlNet.Baselines;

namespace VaeMlNet.Cli.Tests;

internal sealed class BaselineExportTests
{
    private readonly TemporaryFolder folder = new();

    [OneTimeSetUp]
    public void ExportOne() => Export("knn", folder["knn"]).Succeeded();

    [OneTimeTearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Names_OfMethods_AreThoseOfCompare() =>
        Assert.That(BaselineExport.Names, Is.SubsetOf(AnomalyBaseline.All.Select(baseline => baseline.Name)));

    [TestCaseSource(typeof(BaselineExport), nameof(BaselineExport.Names))]
    public void Export_Method_IsAModelThatScoresAndVerifies(string method)
    {
        var model = folder[$"{method}-model"];

        var run = Export(method, model).Succeeded();

        Assert.That(run.OutputLines, Has.Some.StartsWith($"{method} learned from 80 rows; scorer.onnx has 0."));

        ToolRun.Run("verify", model).Succeeded();
        ToolRun.Run("threshold", model, $"--data={TinyTable.Data}", "--contamination=0.1").Succeeded();
        var scored = ToolRun
            .Run(
                "score",
                model,
                $"--data={TinyTable.Data}",
                "--label-column=Fraud",
                "--contributions",
                "--p-values",
                $"--out={folder["scores.csv"]}"
            )
            .Succeeded();

        Assert.That(scored.OutputLines, Has.Some.StartsWith("scored 80 rows, 8 above the model's threshold"));
        Assert.That(scored.OutputLines, Has.Some.StartsWith("auroc="));
        Assert.That(
            File.ReadLines(folder["scores.csv"]).First(),
            Is.EqualTo(
                "Score,PredictedLabel,PValue,Unseen,contribution.Age,contribution.Income,contribution.Member,contribution.Color"
            )
        );
    }

    [Test]
    public void Info_Baseline_NamesTheMethodAndNoNetwork()
    {
        var run = ToolRun.Run("info", folder["knn"]).Succeeded();

        Assert.That(run.OutputLines, Has.Some.Contains("knn, a baseline without latents: it can only score rows"));
        Assert.That(run.Output, Does.Not.Contain("epochs").And.Not.Contain("gaussian").And.Not.Contain("ELBO"));
    }

    [TestCase("encode")]
    [TestCase("reconstruct")]
    [TestCase("impute")]
    [TestCase("report")]
    public void Verb_ThatNeedsAnEncoderOrADecoder_RefusesABaseline(string verb) =>
        AssertRefused(ToolRun.Run(verb, folder["knn"], $"--data={TinyTable.Data}", $"--out={folder["refused"]}"));

    [TestCase("synthesize", "--rows=3")]
    [TestCase("sample", "--count=3")]
    [TestCase("decode", "--data=latents.csv")]
    [TestCase("interpolate", "--data=latents.csv")]
    [TestCase("label", "--data=rows.csv")]
    public void Verb_ThatDecodesOrTrains_RefusesABaseline(string verb, string option)
    {
        ToolRun
            .Run(verb, folder["knn"], option, $"--out={folder["refused"]}")
            .Failed(1, $"is the baseline 'knn', which '{verb}' cannot use: it has no encoder and no decoder");

        Assert.That(folder.Entries, Has.None.EqualTo("refused"));
    }

    [TestCase("--epochs=3", "--epochs has no effect")]
    [TestCase("--model=detector", "--model has no effect")]
    [TestCase("--weights=int8", "--weights has no effect")]
    [TestCase("--validation=x.csv", "--validation has no effect")]
    public void Export_OptionOfANetwork_IsRefused(string option, string expected)
    {
        ToolRun
            .Run("export", "--method=knn", $"--data={TinyTable.Data}", $"--out={folder["x"]}", option)
            .Failed(2, "--method has no network", expected);

        Assert.That(folder.Entries, Has.None.EqualTo("x"));
    }

    [Test]
    public void Export_WithoutFolder_IsRefused() =>
        ToolRun.Run("export", "--method=knn", $"--data={TinyTable.Data}").Failed(2, "--method needs rows and a folder");

    [Test]
    public void Compare_BaselineThatIsBetter_NamesTheCommandWhoseModelScoresTheSame()
    {
        var test = folder.Write("test.csv", TinyTable.Rows(120, seed: 2));
        string[] compare =
        [
            $"--train={TinyTable.Data}",
            $"--data={test}",
            "--label-column=Fraud",
            "--tasks=scores",
            $"--out={folder["figures.csv"]}",
        ];
        var own = folder.CopyOf(TinyTable.Folder, "own");
        var found = ToolRun.Run(["compare", own, "--baselines=knn,mahalanobis", .. compare]).Succeeded();

        var command = found.OutputLines.Single(line => line.StartsWith("next: vaemlnet export --method="));
        ToolRun.Run(command.Split(' ')[2..]).Succeeded();
        var exported = command.Split("--out=")[1];
        ToolRun.Run(["compare", own, exported, .. compare]).Succeeded();

        var figures = File.ReadLines(folder["figures.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();
        string[] Values(string method) => [.. figures.Where(row => row[1] == method).Select(row => row[4])];
        var name = Path.GetFileName(exported);

        Assert.That(
            command,
            Does.Contain("--ignore=Id").And.Contain("--label-column=Fraud").And.Contain($"--schema={own}")
        );
        Assert.That(Values(name), Has.Length.EqualTo(2).And.EqualTo(Values(name["own-".Length..])));
    }

    /// <summary>The baseline reads the columns that both models read.</summary>
    [Test]
    public void Compare_ModelsOfDifferentColumns_NamesTheCommandOfTheColumnsRowsAndSeedOfTheComparison()
    {
        var data = folder.Write("different.csv", DifferentColumns(300));
        var test = folder.Write("different-test.csv", DifferentColumns(400));
        foreach (var (ignored, model) in ((string, string)[])[("c", "first"), ("d", "second")])
        {
            ToolRun
                .Run("export", "--method=ecod", $"--data={data}", $"--ignore={ignored},fault", $"--out={folder[model]}")
                .Succeeded();
        }

        string[] compare =
        [
            folder["first"],
            folder["second"],
            $"--train={data}",
            $"--data={test}",
            "--label-column=fault",
            "--tasks=scores",
            "--seed=7",
            $"--out={folder["different-figures.csv"]}",
        ];
        var found = ToolRun.Run(["compare", .. compare, "--baselines=iforest,mahalanobis", "--rows=1000"]).Succeeded();

        var command = found.OutputLines.Single(line => line.StartsWith("next: vaemlnet export --method="));
        ToolRun.Run(command.Split(' ')[2..]).Succeeded();
        var exported = command.Split("--out=")[1];
        ToolRun.Run(["compare", exported, .. compare]).Succeeded();

        var figures = File.ReadLines(folder["different-figures.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();
        double[] Values(string method) =>
            [
                .. figures
                    .Where(row => row[1] == method)
                    .Select(row => double.Parse(row[4], CultureInfo.InvariantCulture)),
            ];
        var name = Path.GetFileName(exported);

        Assert.That(
            command,
            Does.Contain("--ignore=c,d")
                .And.Contain("--rows=1000")
                .And.Contain("--seed=7")
                .And.Contain("--label-column=fault")
        );
        Assert.That(Values(name), Has.Length.EqualTo(2));
        Assert.That(Values(name), Is.EqualTo(Values(name["first-".Length..])).Within(1e-6));
    }

    /// <summary>Creates CSV text in which a and b are unusual together in every tenth row, and c and d say nothing.</summary>
    private static string DifferentColumns(int count)
    {
        Random random = new(count);
        return "a,b,c,d,fault\n"
            + string.Concat(
                Enumerable
                    .Range(0, count)
                    .Select(row =>
                    {
                        var a = random.NextDouble();
                        var b = row % 10 == 0 ? 1 - a : a + (0.1 * random.NextDouble());
                        return string.Create(
                            CultureInfo.InvariantCulture,
                            $"{a:0.0000},{b:0.0000},{random.NextDouble():0.0000},{random.NextDouble():0.0000},{(row % 10 == 0 ? 1 : 0)}\n"
                        );
                    })
            );
    }

    [TestCaseSource(typeof(BaselineExport), nameof(BaselineExport.Names))]
    public void Compare_ExportedBaseline_HasTheFiguresOfTheBaseline(string method)
    {
        var test = folder.Write("other.csv", TinyTable.Rows(200, seed: 3));
        var model = folder[$"exported-{method}"];
        Export(method, model).Succeeded();

        ToolRun
            .Run(
                "compare",
                model,
                $"--train={TinyTable.Data}",
                $"--data={test}",
                "--label-column=Fraud",
                $"--baselines={method}",
                $"--out={folder["equal.csv"]}"
            )
            .Succeeded();

        var figures = File.ReadLines(folder["equal.csv"]).Skip(1).Select(line => line.Split(',')).ToArray();

        Assert.That(figures, Has.Length.EqualTo(4), "AUROC and AUPR of both, and no task that needs a decoder");

        foreach (
            var metric in figures.GroupBy(row => row[3], row => double.Parse(row[4], CultureInfo.InvariantCulture))
        )
        {
            // Rows of equal tail probabilities differ in the last bit of their scores, and so do their ranks.
            Assert.That(metric.First(), Is.EqualTo(metric.Last()).Within(2e-3), metric.Key);
        }
    }

    private void AssertRefused(ToolRun run)
    {
        run.Failed(1, "is the baseline 'knn', which has no encoder and no decoder");

        Assert.That(folder.Entries, Has.None.EqualTo("refused"));
    }

    private static ToolRun Export(string method, string path) =>
        ToolRun.Run(
            "export",
            $"--method={method}",
            $"--data={TinyTable.Data}",
            "--ignore=Id",
            "--label-column=Fraud",
            $"--out={path}"
        );
}
