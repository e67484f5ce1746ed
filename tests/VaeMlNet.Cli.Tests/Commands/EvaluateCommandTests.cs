using System.Globalization;

namespace VaeMlNet.Cli.Tests;

internal sealed class EvaluateCommandTests
{
    private const string Number = @"-?\d+\.\d\d";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Evaluate_Checkpoint_PrintsTheFiguresAndWritesTheLatents()
    {
        var run = Evaluate("--samples=3", $"--out={folder["latents.csv"]}").Succeeded();

        Assert.That(run.Output, Does.Contain($"latents over {TinyModel.RowCount} rows"));
        Assert.That(
            run.Output,
            Does.Match(
                $@"elbo={Number} log_likelihood={Number} \(K=3\) reconstruction={Number} kl={Number} active_units=\d/2"
            )
        );

        var lines = File.ReadAllLines(folder["latents.csv"]);

        Assert.That(lines[0], Is.EqualTo("latent,kl,mean_variance,is_active"));
        Assert.That(lines, Has.Length.EqualTo(3));
    }

    [Test]
    public void Evaluate_CollapsedModel_Warns()
    {
        var checkpoint = folder["collapsed"];
        ToolRun
            .Run(
                "train",
                "--model=fully-connected",
                $"--data={TinyModel.Table}",
                "--hidden=5",
                "--latent=2",
                "--likelihood=gaussian",
                "--beta=1000",
                "--learning-rate=0.01",
                "--epochs=60",
                $"--out={checkpoint}"
            )
            .Succeeded();

        var run = ToolRun.Run("evaluate", $"--checkpoint={checkpoint}", $"--data={TinyModel.Table}").Succeeded();

        Assert.That(run.OutputLines[^1], Does.StartWith("warning: Posterior collapse").And.Contain("none of the 2"));
    }

    [Test]
    public void Evaluate_RowLimit_TakesTheFirstRows() =>
        Assert.That(Evaluate("--rows=7").Succeeded().Output, Does.Contain("latents over 7 rows"));

    [Test]
    public void Evaluate_OtherWidth_NamesBoth()
    {
        var data = folder.Write("x.csv", "a,b\n1,2\n");

        ToolRun
            .Run("evaluate", $"--checkpoint={TinyModel.Checkpoint}", $"--data={data}")
            .Failed(1, "2 columns", "trained on 3", TinyModel.Checkpoint);
    }

    [Test]
    public void Evaluate_NoRows_IsAUsageError() =>
        ToolRun.Run("evaluate", $"--checkpoint={TinyModel.Checkpoint}").Failed(2, "--data=FILE", "--mnist=FOLDER");

    [Test]
    public void Evaluate_DetectionWithLabels_MeasuresTheirRanking()
    {
        var lines = TinyTable.Rows(60, seed: 2).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var data = folder.Write(
            "labeled.csv",
            string.Concat(
                lines.Select((line, i) => $"{line},{(i == 0 ? "Normal" : line.EndsWith(",1") ? "no" : "yes")}\n")
            )
        );
        string[] detection = ["evaluate", $"--checkpoint={TinyTable.Checkpoint}", "--objective=detection"];

        double Auroc(string label, string data, params string[] more) =>
            double.Parse(
                ToolRun
                    .Run([.. detection, $"--data={data}", $"--label-column={label}", .. more])
                    .Succeeded()
                    .OutputLines[^1]["detection=".Length..],
                CultureInfo.InvariantCulture
            );

        Assert.That(Auroc("Fraud", data), Is.Not.EqualTo(0.5));
        Assert.That(Auroc("Fraud", data) + Auroc("Normal", data), Is.EqualTo(1).Within(1e-5));

        // As tune reads labels: those of rows that are not read do not count, and a cell without a value marks no anomaly.
        var rows = string.Concat(lines.Take(51).Select(line => line + "\n"));
        var first = folder.Write("first.csv", rows);
        var partly = folder.Write(
            "partly.csv",
            rows.Replace(",0\n", ",\n", StringComparison.Ordinal) + "x,30,1000,true,blue,maybe\n"
        );

        Assert.That(Auroc("Fraud", partly, "--rows=50"), Is.EqualTo(Auroc("Fraud", first)));

        detection = [.. detection, $"--data={data}"];
        ToolRun.Run([.. detection, "--label-column=Fraud", "--rows=1"]).Failed(1, "'Fraud' marks 1 of 1");
        ToolRun.Run([.. detection, "--label-column=Age"]).Failed(1, "column 'Age'", "cannot be read");
    }

    [Test]
    public void Evaluate_OptionsThatAnObjectiveDoesNotUse_AreUsageErrors() =>
        Evaluate("--objective=bound", "--samples=3", $"--out={folder["latents.csv"]}")
            .Failed(2, "--samples and --out cannot be combined with --objective");

    private static ToolRun Evaluate(params string[] more) =>
        ToolRun.Run(["evaluate", $"--checkpoint={TinyModel.Checkpoint}", $"--data={TinyModel.Table}", .. more]);
}
